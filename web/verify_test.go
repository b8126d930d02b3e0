package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/papers"
	"homeward/store"
	"homeward/web"
)

// aPaperOfEachState answers a case's reference and the codes of one paper in each state a stranger can be told of.
func (o *office) aPaperOfEachState() (reference string, codes map[string]string) {
	o.Helper()
	reference = o.opened("Kola", "Anila")
	o.approved(reference)
	o.print()
	row, err := o.store.Read(o.Context()).CaseByReference(reference)
	o.must(err)
	codes = map[string]string{casework.PaperUnknown: strings.Repeat("A", 26)}
	yesterday := time.Now().Add(-24 * time.Hour)
	o.must(o.store.InTx(o.Context(), func(tx *store.Tx) error {
		for i, state := range []string{casework.PaperGenuine, casework.PaperSuperseded, casework.PaperWithdrawn, casework.PaperExpired} {
			d := store.Document{ID: "01" + state, Subject: store.CaseSubject(row.ID), Member: fmt.Sprint("m", i), Kind: avrr.PaperTravelLetter, Language: "en",
				Number: fmt.Sprintf("%s-L%d-1", reference, i), Version: 1, Code: strings.Repeat("B", 25) + fmt.Sprint(i+2), SHA256: []byte{}, IssuedAt: yesterday, Seq: 1}
			if state == casework.PaperExpired {
				d.ValidUntil = &yesterday
			}
			if err := tx.InsertDocument(d); err != nil {
				return err
			}
			if state == store.DocumentSuperseded || state == store.DocumentWithdrawn {
				if err := tx.SetDocumentStatus(d.Number, state); err != nil {
					return err
				}
			}
			codes[state] = d.Code
		}
		return nil
	}))
	return reference, codes
}

func TestAStrangerLearnsWhetherAPaperCountsAndNothingElse(t *testing.T) {
	o := newOffice(t)
	reference, codes := o.aPaperOfEachState()
	b := o.browser()
	b.shows("/verify", "Check a document")
	for state, title := range map[string]string{
		casework.PaperGenuine: "Genuine and current", casework.PaperSuperseded: "Genuine, but replaced", casework.PaperWithdrawn: "Genuine, but withdrawn",
		casework.PaperExpired: "Genuine, but no longer valid", casework.PaperUnknown: "Not known",
	} {
		code := codes[state]
		for _, path := range []string{"/verify/" + code, "/verify?code=" + url.QueryEscape(strings.ToLower(code[:5]+" "+code[5:]))} {
			p := b.shows(path, title, "We show nothing about the person")
			for _, secret := range []string{"Kola", "Anila", "Albania"} {
				if strings.Contains(p.html, secret) {
					t.Errorf("%s shows %q", path, secret)
				}
			}
			if strings.Contains(p.html, reference) == (state == casework.PaperUnknown) {
				t.Errorf("%s: the number is shown: %t", state, state == casework.PaperUnknown)
			}
		}
		if p := o.browser().get("/verify/" + code + "?lang=sq"); p.status != http.StatusOK || strings.Contains(p.html, title) {
			t.Errorf("%s in Albanian: %d", state, p.status)
		}
	}
}

func (o *office) verdict(code string) (v casework.Verdict, body string) {
	o.Helper()
	p := o.browser().send(http.MethodGet, "/verify/"+code, nil, "Accept: application/json")
	if p.status != http.StatusOK {
		o.Fatalf("%s: %d", code, p.status)
	}
	o.must(json.Unmarshal([]byte(p.html), &v))
	return v, p.html
}

func TestAProgramIsToldTheSameInJSON(t *testing.T) {
	o := newOffice(t)
	reference, codes := o.aPaperOfEachState()
	var shapes []string
	for state, code := range codes {
		v, body := o.verdict(code)
		if v.State != state || (v.Number == "") != (state == casework.PaperUnknown) || strings.Contains(body, "Kola") {
			t.Errorf("%s is told as %s", state, body)
		}
		var fields map[string]any
		o.must(json.Unmarshal([]byte(body), &fields))
		shapes = append(shapes, fmt.Sprint(len(fields)))
	}
	for _, s := range shapes {
		if s != shapes[0] {
			t.Errorf("the answers have %v fields", shapes)
		}
	}
	if v, _ := o.verdict(codes[casework.PaperGenuine]); v.Number != reference+"-L0-1" || v.Kind != "travel_letter" || v.Version != 1 || v.Title.EN != "Travel letter" || v.IssuedOn.IsZero() {
		t.Errorf("%+v", v)
	}
}

// Whoever guesses codes learns nothing from how an answer is made: all are one look-up and one page of about one length.
func TestACodeNobodyPrintedCostsAndLooksLikeAnyOther(t *testing.T) {
	o := newOffice(t)
	_, codes := o.aPaperOfEachState()
	b := o.browser()
	cost, length := map[string]int64{}, map[string]int{}
	for state, code := range codes {
		before := o.store.Statements()
		p := b.shows("/verify/" + code)
		cost[state], length[state] = o.store.Statements()-before, len(p.html)
	}
	for state := range codes {
		if cost[state] != cost[casework.PaperUnknown] {
			t.Errorf("%s takes %d statements, an unknown code %d", state, cost[state], cost[casework.PaperUnknown])
		}
		if d := length[state] - length[casework.PaperUnknown]; d < -256 || d > 256 {
			t.Errorf("%s is a page of %d bytes, an unknown code one of %d", state, length[state], length[casework.PaperUnknown])
		}
	}
	if cost[casework.PaperUnknown] != 1 {
		t.Errorf("a look-up takes %d statements", cost[casework.PaperUnknown])
	}
}

func TestWhoAsksTooOftenIsAskedToWait(t *testing.T) {
	var now time.Time
	o := newOffice(t, func(c *web.Config) {
		now = time.Now()
		c.Desk.Clock = func() time.Time { return now }
	})
	b := o.browser()
	asked := 0
	for ; asked < 100; asked++ {
		if p := b.get("/verify/AAAAA"); p.status != http.StatusOK {
			if p.status != http.StatusTooManyRequests || p.header.Get("Retry-After") == "" || !strings.Contains(p.html, "Asked too often") {
				t.Fatalf("%d, Retry-After %q", p.status, p.header.Get("Retry-After"))
			}
			break
		}
	}
	if asked < 20 || asked == 100 {
		t.Fatalf("turned away after %d questions", asked)
	}
	b.shows("/verify", "Check a document") // the empty page asks nothing
	now = now.Add(3 * time.Second)
	b.shows("/verify/AAAAA", "Not known")
	if p := b.get("/verify/AAAAA"); p.status != http.StatusTooManyRequests {
		t.Errorf("after three seconds more than one question is free: %d", p.status)
	}
}

func TestKeysStayPublishedWhenAnotherSigns(t *testing.T) {
	o := newOffice(t)
	published := func() papers.SealKeys {
		p := o.browser().get("/.well-known/homeward-seal.json")
		if p.status != http.StatusOK || !strings.HasPrefix(p.header.Get("Content-Type"), "application/json") || p.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Fatalf("%d %v", p.status, p.header)
		}
		keys, err := papers.ReadSealKeys([]byte(p.html))
		o.must(err)
		return keys
	}
	signed := func() string {
		keys, err := o.desk.Vault.PaperKeys(t.Context())
		o.must(err)
		id, err := papers.KeyID(&keys[0].PublicKey)
		o.must(err)
		seal, err := papers.SealKey{ID: id, Signer: keys[0]}.Seal(papers.Seal{Number: "HW-7K3-M9PX-L1-1"})
		o.must(err)
		return seal
	}
	before := signed()
	o.must(o.desk.Vault.RotatePaperKey(t.Context()))
	after := signed()
	if before == after || len(published()) != 2 {
		t.Fatalf("%d keys are published, and the new one signs: %t", len(published()), before != after)
	}
	for _, seal := range []string{before, after} {
		if _, err := papers.CheckSeal(seal, published()); err != nil {
			t.Error(err)
		}
	}
}

func TestTheVerifyPageRunsNoScriptButItsOwn(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	p := b.shows("/verify/AAAAA")
	_, rest, found := strings.Cut(p.html, `<script src="`)
	path, _, _ := strings.Cut(rest, `"`)
	if !found || strings.Count(p.html, "<script") != 1 {
		t.Fatal("the page has no script, or more than one")
	}
	if policy := p.header.Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'nonce-") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %s", policy)
	}
	if script := b.get(path); script.status != http.StatusOK || !strings.HasPrefix(script.header.Get("Content-Type"), "text/javascript") {
		t.Errorf("%s: %d %s", path, script.status, script.header.Get("Content-Type"))
	}
}
