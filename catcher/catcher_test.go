package catcher

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func start(t *testing.T, o Options) *Catcher {
	t.Helper()
	o.SMTP = "127.0.0.1:0"
	c, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

const withPaper = "From: a@homeward.example\r\nTo: b@homeward.example\r\nMessage-ID: <%s@homeward.example>\r\nSubject: =?UTF-8?q?Mb=C3=ABrritja?=\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
	"Tiran=C3=AB <script>\r\n--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"N-1.pdf\"\r\n\r\nJVBERg==\r\n--x--\r\n"

func send(c *Catcher, id string) error {
	return smtp.SendMail(c.SMTP(), nil, "a@homeward.example", []string{"b@homeward.example"}, fmt.Appendf(nil, withPaper, id))
}

func TestAMailIsKeptInTheLedgerAndShownOnThePageThatSaysWhatItIs(t *testing.T) {
	ledger := filepath.Join(t.TempDir(), "mails.jsonl")
	c := start(t, Options{Page: "127.0.0.1:0", Ledger: ledger})
	for range 2 {
		if err := send(c, "one"); err != nil {
			t.Fatal(err)
		}
	}
	mails := c.Mails()
	if len(mails) != 1 || mails[0].Times != 2 || mails[0].Subject != "Mbërritja" || mails[0].Text != "Tiranë <script>" || mails[0].To[0] != "b@homeward.example" {
		t.Fatalf("%+v", mails)
	}
	if e := mails[0].Enclosed; len(e) != 1 || e[0].Name != "N-1.pdf" || string(e[0].File) != "%PDF" {
		t.Fatalf("enclosed: %+v", e)
	}
	kept, err := os.ReadFile(ledger)
	if err != nil || strings.Count(string(kept), "\n") != 2 {
		t.Fatalf("the ledger holds %q, %v", kept, err)
	}
	page := get(t, c.Page()+"/")
	for _, said := range []string{"This is a simulator", "nothing here was delivered to anybody", "Mbërritja", "Tiranë &lt;script&gt;", "N-1.pdf (4 bytes)", "arrived 2 times"} {
		if !strings.Contains(page, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
	var listed struct{ Mails []Mail }
	if err := json.Unmarshal([]byte(get(t, c.Page()+"/mails.json")), &listed); err != nil || len(listed.Mails) != 1 || listed.Mails[0].Subject != "Mbërritja" {
		t.Fatalf("%+v, %v", listed, err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end below
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s, %v", answer.Status, err)
	}
	return string(body)
}

func TestEachFaultIsWhatASenderMeets(t *testing.T) {
	c := start(t, Options{})
	c.Next(Busy, Refuse, Drop)
	for _, want := range []string{"451", "550", "EOF"} {
		if err := send(c, "one"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("met %v, not %s", err, want)
		}
	}
	if err := send(c, "one"); err != nil {
		t.Fatal(err)
	}
	if mails := c.Mails(); len(mails) != 1 || mails[0].Times != 2 {
		t.Fatalf("the one that was taken without an answer, and the last, are %+v", mails)
	}
}

func TestItListensOnThisMachineOnly(t *testing.T) {
	for _, o := range []Options{{SMTP: "0.0.0.0:0"}, {SMTP: "mail.example.org:25"}, {SMTP: "127.0.0.1"}, {SMTP: "127.0.0.1:0", Page: ":0"}} {
		if c, err := Start(o); err == nil {
			t.Errorf("it listens at %s and %s", c.SMTP(), c.Page())
		}
	}
}
