package catcher

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
)

// pages show the ledger to people, and to programs.
func (c *Catcher) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		mails := c.Mails()
		slices.Reverse(mails)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		if err := shown.Execute(w, mails); err != nil {
			c.log.Debug("show the mails", "error", err)
		}
	})
	mux.HandleFunc("GET /mails.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(map[string][]Mail{"mails": c.Mails()}); err != nil {
			c.log.Debug("show the mails", "error", err)
		}
	})
	return mux
}

var shown = template.Must(template.New("mails").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Caught mail</title>
<style>
body { font: 1rem/1.5 sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #0b0c0c; background: #fff }
article { border-top: 2px solid #b1b4b6; padding: 1rem 0 }
pre { white-space: pre-wrap; font: inherit; margin: .5rem 0 }
h2 { font-size: 1.15rem; margin: 0 }
.about { border-left: 6px solid #1d70b8; padding-left: 1rem }
</style>
<h1>Caught mail</h1>
<p class="about">This is a simulator. It stands in for the mailboxes of other offices, and nothing here was delivered to anybody.</p>
<p>{{len .}} {{if eq (len .) 1}}mail{{else}}mails{{end}}, the newest first.</p>
{{range .}}<article>
<h2>{{.Subject}}</h2>
<p>To {{range $i, $to := .To}}{{if $i}}, {{end}}{{$to}}{{end}} · <time>{{.ReceivedAt.Format "2 Jan 2006 15:04:05 UTC"}}</time>{{if gt .Times 1}} · arrived {{.Times}} times{{end}}</p>
<pre>{{.Text}}</pre>
{{range .Enclosed}}<p>Enclosed: {{.Name}} ({{len .File}} bytes)</p>
{{end}}</article>
{{end}}</html>
`))
