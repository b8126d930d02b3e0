package cmd

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"homeward/access"
	"homeward/web"
)

// leastViews is how many views there were when a page was last added: fewer have been left out.
const leastViews = 576

// Every page of the sample caseload, in a real browser that keeps the page's own policy, in both languages, at both widths, light and
// dark: WCAG 2.2 AA by axe with target size, by the keyboard alone, nothing to complain of in the console, nothing sideways at 320 px
// in either direction of writing, and within the budget of requests and bytes.
func TestThePagesKeepTheirPromisesInARealBrowser(t *testing.T) {
	o := sampled(t)
	defer o.close()
	views, said := o.browses("crawl.mjs", unclaimed(t))
	require.GreaterOrEqual(t, views, leastViews)
	o.leavesOutNoPage(said)
}

// notPages are the addresses without a file's ending that hand out a file all the same, or lead on to a page.
var notPages = []string{"/movements/:movement/papers/:file", "/cases/:reference/documents/:file", "/cases/:reference/files/:file", "/jobs/:job/file", "/movements"}

// leavesOutNoPage holds the pages that were visited against those there are.
func (o *office) leavesOutNoPage(said []string) {
	o.t.Helper()
	pages, seen := gin.New(), map[string]bool{}
	require.NoError(o.t, web.Mount(pages, web.Config{Desk: o.desk, Gate: o.desk.Gate}))
	atlas := gin.New()
	for _, r := range pages.Routes() {
		if r.Method == http.MethodGet && path.Ext(r.Path) == "" && !slices.Contains(notPages, r.Path) {
			seen[r.Path] = false
			atlas.GET(r.Path, func(c *gin.Context) { seen[c.FullPath()] = true })
		}
	}
	for _, line := range said {
		if visit := strings.Fields(line); visit[0] == "PAGE" {
			atlas.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, visit[2], nil))
		}
	}
	for page, visited := range seen {
		require.True(o.t, visited, "the crawl visits no page like %s", page)
	}
}

// What the crawl is to find it finds: on a page with a mistake of each kind it tells of each.
func TestTheCrawlSeesWhatIsWrongWithAPage(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone.svg" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'nonce-known'")
		_, err := io.WriteString(w, `<!doctype html><html lang="en"><title>Wrong</title><a class="skip" href="#nowhere">Skip</a><main tabindex="-1"><h1>Wrong</h1>
<p style="color: red">Styled</p><script>alert()</script><img src="/gone.svg"><input><button tabindex="2">Before its turn</button>
<button id="plain">Plain</button><button id="held">Holds</button><button>Behind</button><pre>`+strings.Repeat("wide", 200)+`</pre></main>
<script nonce="known">plain.addEventListener('focus', () => { plain.attributeStyleMap.set('outline-style', 'none'); });
held.addEventListener('keydown', e => { e.preventDefault(); });</script></html>`)
		require.NoError(t, err)
	}))
	defer page.Close()
	_, _, said := browse(t, "page.mjs", page.URL)
	for _, fault := range []string{"the policy of the page forbids style-src-attr", "the policy of the page forbids script-src-elem", "status of 404", "label", "image-alt", "Before its turn",
		"cannot be seen on Plain", "does not reach Behind", "does not come round", "does not lead past the menu", "scrolls sideways"} {
		require.Contains(t, strings.Join(said, "\n"), fault, "%s", strings.Join(said, "\n"))
	}
}

// unclaimed serves a house in which nobody has an account yet, and answers its one-time link.
func unclaimed(t *testing.T) string {
	t.Helper()
	o := &office{t: t, data: t.TempDir(), address: freeAddress(t), ended: make(chan error, 1)}
	ctx, stop := context.WithCancel(context.Background())
	h, err := openHouse(ctx, storage{Data: o.data}, opening{create: true, migrate: true, pin: true}, logging{LogLevel: "warn"}.logger(streams{t.Output(), t.Output()}))
	require.NoError(t, err)
	secret, needed, err := h.gate.FirstAdministrator(ctx)
	require.NoError(t, err)
	require.True(t, needed)
	ready := make(chan struct{})
	go func() {
		o.ended <- h.serve(ctx, listening{Listen: o.address}, h.desk(func() client.Client { return nil }), func() string { return "" }, nil, func() { close(ready) })
	}()
	<-ready
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-o.ended)
		h.shut()
	})
	return "http://" + o.address + "/first?secret=" + secret
}

// inBrowser runs one of our scripts against the pages in a real browser, and answers how much it did.
func (o *office) inBrowser(script string, args ...string) int {
	o.t.Helper()
	did, _ := o.browses(script, args...)
	return did
}

// browses is inBrowser with what the script said. It fails for any fault the script found.
func (o *office) browses(script string, args ...string) (did int, said []string) {
	o.t.Helper()
	did, faults, said := browse(o.t, script, "http://"+o.address, append([]string{access.DemoPassword}, args...)...)
	require.Zero(o.t, faults, strings.Join(said, "\n"))
	o.t.Log(strings.Join(said, "\n"))
	return did, said
}

// browse runs one of our scripts, whose last line is "N of something, N faults".
func browse(t *testing.T, script, address string, args ...string) (did, faults int, said []string) {
	t.Helper()
	args = append([]string{"../scripts/browser/" + script, address, firstOf(t, "chromium", "chromium-browser", "google-chrome")}, args...)
	out, err := exec.CommandContext(t.Context(), firstOf(t, "node"), args...).CombinedOutput()
	said = strings.Split(strings.TrimSpace(string(out)), "\n")
	var what string
	if _, scanned := fmt.Sscanf(said[len(said)-1], "%d %s %d faults", &did, &what, &faults); scanned != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return did, faults, said
}

// firstOf answers the first of several programs that is there.
func firstOf(t *testing.T, programs ...string) string {
	t.Helper()
	for _, p := range programs {
		if path, err := exec.LookPath(p); err == nil {
			return path
		}
	}
	t.Fatalf("the browser tests need %s: run make test, which installs it, or scripts/need tests", programs[0])
	return ""
}
