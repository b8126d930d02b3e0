package e2e

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/casework"
	"homeward/papers"
	"homeward/store"
)

// A declaration and a travel letter are printed by the relay; what is printed is what the register vouches for, it can be
// read, and its code leads a stranger to the verdict.
func TestPapersArePrintedRegisteredAndVerifiable(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("standard")
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.carriedOut()
		declaration, letter := w.paper(t, avrr.PaperDeclaration, 1), w.paper(t, avrr.PaperTravelLetter, 1)

		for _, d := range []store.Document{declaration, letter} {
			sum := sha256.Sum256(d.File)
			require.Equal(t, d.SHA256, sum[:], "the register vouches for these bytes")
			require.Zero(t, d.Substitutions)
			text := read(t, d.File)
			require.Contains(t, text, "Arta")
			require.Contains(t, strings.ToUpper(text), "HOXHA")
			require.Contains(t, text, w.ref)
			require.Contains(t, text, d.Number)
			address, seal, _ := strings.Cut(scan(t, d.File), "#")
			require.Equal(t, "http://localhost:8080/verify/"+d.Code, address)
			says, err := papers.CheckSeal(strings.TrimSpace(seal), w.sealKeys(t))
			require.NoError(t, err, "whoever has our keys needs nobody else to check it")
			require.Equal(t, papers.Seal{Issuer: "localhost:8080", Number: d.Number, Kind: d.Kind, Version: d.Version, IssuedAt: d.IssuedAt.UTC().Truncate(time.Second),
				ValidUntil: lastSecond(d), Code: d.Code}, says)
			w.verdict(t, d, casework.PaperGenuine)
		}
		for _, words := range []string{"OS 456", "LHR", "TIA", "HXAB12", "257-2410310000"} {
			require.Contains(t, read(t, letter.File), words)
		}

		w.do("officer", w.ref, "issue-document", body{"kind": "declaration", "member": "m1", "language": "sq"})
		w.carriedOut()
		w.verdict(t, declaration, casework.PaperSuperseded)
		w.verdict(t, w.paper(t, avrr.PaperDeclaration, 2), casework.PaperGenuine)
		w.verdict(t, letter, casework.PaperGenuine)
	})
}

// When one of a family turns back after ticketing, a stranger is told that none of their papers counts any more, and that those of
// the others do: what they carry together was printed again without the one who stays.
func TestPapersOfOneWhoWithdrawsAreCalledBackAndThoseOfTheOthersCount(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.family("standard")
		w.familyToApproval()
		w.familyToTickets(everybody...)
		w.carriedOut()
		w.do("officer", w.ref, "withdraw", body{"member": "m4", "channel": "phone"})
		w.carriedOut()

		together := map[string][]string{}
		registered, err := w.store.Read(context.Background()).Documents(store.CaseSubject(w.folded(w.ref).ID))
		require.NoError(t, err)
		for _, d := range registered {
			v, err := w.desk.Verify(context.Background(), d.Code)
			require.NoError(t, err)
			switch d.Member {
			case "":
				together[d.Kind] = append(together[d.Kind], v.State)
			case "m4":
				require.Equal(t, casework.PaperWithdrawn, v.State, d.Number)
			default:
				require.Equal(t, casework.PaperGenuine, v.State, d.Number)
			}
		}
		replaced := []string{casework.PaperGenuine, casework.PaperSuperseded} // the newest first
		require.Equal(t, replaced, together[avrr.PaperItinerary])
		for _, d := range registered {
			if d.Kind == avrr.PaperItinerary && d.Version == 2 {
				file, err := w.desk.DocumentFile(context.Background(), w.staff["officer"], w.ref, d.ID)
				require.NoError(t, err)
				require.NotContains(t, read(t, file.File), "Erion")
			}
		}
	})
}

// A letter no font can draw stands on the paper as its code point, and somebody is asked to look at the paper.
func TestALetterThatCannotBePrintedIsShownAndRaisesATask(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := walk{house: h, ref: h.open(body{"programme": "standard", "applied_on": day(0), "language": "sq", "host_country": "GB", "destination": body{"country": "AL"},
			"members": []body{{"family_name": "Hoxha", "given_names": "Arta \U0001F600", "birth": body{"date": "1990-04-02"}, "nationality": "AL"}}})}
		w.do("officer", w.ref, "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
		w.do("officer", w.ref, "issue-document", body{"kind": "declaration", "member": "m1", "language": "sq"})
		w.carriedOut()

		d := w.paper(t, avrr.PaperDeclaration, 1)
		require.Contains(t, read(t, d.File), "[U+1F600]")
		require.Positive(t, d.Substitutions)
		tasks, err := h.desk.Tasks(context.Background(), h.staff["officer"], w.ref)
		require.NoError(t, err)
		var titles []string
		for _, task := range tasks {
			titles = append(titles, task.Title.EN)
		}
		require.Contains(t, strings.Join(titles, "\n"), "Check paper "+d.Number)
		w.do("officer", w.ref, "add-note", body{"text": "The case goes on."})
		w.do("officer", w.ref, "withdraw", body{"channel": "phone"})
		w.ended(w.caseWorkflow())
	})
}

// paper answers a paper of the case with its file, as an officer opens it.
func (w walk) paper(t *testing.T, kind string, version int) store.Document {
	t.Helper()
	ctx := context.Background()
	all, err := w.store.Read(ctx).Documents(store.CaseSubject(w.folded(w.ref).ID))
	require.NoError(t, err)
	for _, d := range all {
		if d.Kind == kind && d.Version == version {
			d, err := w.desk.DocumentFile(ctx, w.staff["officer"], w.ref, d.ID)
			require.NoError(t, err)
			return d
		}
	}
	t.Fatalf("there is no %s %d among %d papers", kind, version, len(all))
	return store.Document{}
}

// sealKeys are the keys the office publishes, as a stranger reads them.
func (w walk) sealKeys(t *testing.T) papers.SealKeys {
	t.Helper()
	published, err := w.desk.SealKeys(context.Background())
	require.NoError(t, err)
	written, err := json.Marshal(published)
	require.NoError(t, err)
	keys, err := papers.ReadSealKeys(written)
	require.NoError(t, err)
	return keys
}

func lastSecond(d store.Document) time.Time {
	if d.ValidUntil == nil {
		return time.Time{}
	}
	return d.ValidUntil.UTC()
}

func (w walk) verdict(t *testing.T, d store.Document, status string) {
	t.Helper()
	v, err := w.desk.Verify(context.Background(), d.Code)
	require.NoError(t, err)
	require.Equal(t, status, v.State)
	require.Equal(t, d.Number, v.Number)
}

// read answers the text of a PDF as a person reads it.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	return output(t, "pdftotext", "-layout", written(t, pdf), "-")
}

// scan answers what the code on the last page of a PDF says.
func scan(t *testing.T, pdf []byte) string {
	t.Helper()
	file := written(t, pdf)
	output(t, "pdftoppm", "-png", "-r", "200", file, file)
	pages, err := filepath.Glob(file + "*.png")
	require.NoError(t, err)
	return output(t, "zbarimg", "--quiet", "--raw", pages[len(pages)-1])
}

func written(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	require.NoError(t, os.WriteFile(file, pdf, 0o600))
	return file
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	require.NoError(t, err, name)
	return string(out)
}
