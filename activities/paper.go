package activities

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"fmt"
	"net/url"
	"time"

	"github.com/oklog/ulid/v2"

	"homeward/avrr"
	"homeward/papers"
	"homeward/store"
)

// render prints an issued paper of the case as it stood then, for the register. The same paper comes out the same each time.
func (a *Activities) render(ctx context.Context, w wording, c *avrr.Case, p *avrr.Programme, issued avrr.IssuedPaper) (store.Document, error) {
	content, err := w.content(c, p, issued)
	if err != nil {
		return store.Document{}, err
	}
	return a.printed(ctx, store.CaseSubject(c.ID), c.HostOffice, content, issued)
}

// content is what each kind of paper says, a file a paper.
func (w wording) content(c *avrr.Case, p *avrr.Programme, issued avrr.IssuedPaper) (papers.Content, error) {
	m := c.Member(issued.Member)
	switch issued.Kind {
	case avrr.PaperDeclaration:
		return w.declaration(c, p, m), nil
	case avrr.PaperTravelLetter:
		return w.letter(c, m), nil
	case avrr.PaperDecision:
		return w.decisionLetter(c, p, m), nil
	case avrr.PaperRefusal:
		return w.refusalLetter(c, p, m), nil
	case avrr.PaperApplication:
		return w.application(c, m), nil
	case avrr.PaperItinerary:
		return w.itinerary(c, issued), nil
	case avrr.PaperAdvanceBooking:
		return w.advanceBooking(c, issued), nil
	case avrr.PaperAssistance:
		return w.assistance(c, issued), nil
	case avrr.PaperHandover:
		return w.handover(c, m), nil
	case avrr.PaperReceipt:
		return w.receipt(c, p, issued)
	case avrr.PaperPlan:
		return w.plan(c, p, c.Plan), nil
	case avrr.PaperAmendment:
		return w.amendment(c, p)
	case avrr.PaperOrder:
		return w.order(c, issued)
	case avrr.PaperDelivery:
		return w.delivery(c, issued)
	case avrr.PaperVisit:
		return w.visitForm(c, issued)
	case avrr.PaperClosure:
		return w.closing(c, p), nil
	case avrr.PaperReport:
		return w.finalReport(c, p), nil
	}
	return nil, fmt.Errorf("print: there is no paper %q", issued.Kind)
}

func (a *Activities) printed(ctx context.Context, of store.Subject, office string, content papers.Content, issued avrr.IssuedPaper) (store.Document, error) {
	meta := papers.Meta{Number: issued.Number, Version: issued.Version, Language: papers.Language(issued.Language), IssuedAt: issued.IssuedAt,
		ValidUntil: issued.ValidUntil, Code: a.code(of, issued.Number), Office: office}
	meta.VerifyURL = a.PublicURL + "/verify/" + meta.Code
	var err error
	if meta.Seal, err = a.seal(ctx, issued, meta.Code); err != nil {
		return store.Document{}, fmt.Errorf("print %s: %w", issued.Kind, err)
	}
	paper, err := papers.Render(content, meta)
	if err != nil {
		return store.Document{}, fmt.Errorf("print %s: %w", issued.Kind, err)
	}
	id, err := ulid.New(ulid.Timestamp(issued.IssuedAt), rand.Reader)
	if err != nil {
		return store.Document{}, fmt.Errorf("print: %w", err)
	}
	return store.Document{ID: id.String(), Subject: of, Member: issued.Member, About: issued.About, Kind: issued.Kind, Language: string(issued.Language),
		Number: issued.Number, Version: issued.Version, Code: meta.Code, SHA256: paper.SHA256[:], IssuedAt: issued.IssuedAt, ValidUntil: instant(issued.ValidUntil),
		Seq: issued.Seq, Substitutions: len(paper.Substitutions), File: paper.PDF}, nil
}

// seal signs what a stranger needs to know of the paper to trust it without asking.
func (a *Activities) seal(ctx context.Context, issued avrr.IssuedPaper, code string) (string, error) {
	keys, err := a.Vault.PaperKeys(ctx)
	if err != nil {
		return "", err
	}
	public, err := url.Parse(a.PublicURL)
	if err != nil {
		return "", fmt.Errorf("public address: %w", err)
	}
	id, err := papers.KeyID(keys[0].Public().(*ecdsa.PublicKey))
	if err != nil {
		return "", err
	}
	return papers.SealKey{ID: id, Signer: keys[0]}.Seal(papers.Seal{Issuer: public.Host, Number: issued.Number, Kind: issued.Kind, Version: issued.Version,
		IssuedAt: issued.IssuedAt, ValidUntil: issued.ValidUntil, Code: code})
}

// codeLetters are 32 signs that are hard to mistake for each other; 26 of them hold 130 bits.
const (
	codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	codeLength  = 26
)

// code answers what the register is asked with about a paper. It follows from the paper and the installation's own key, so that
// nobody else can guess it and a paper that is printed again has the same.
func (a *Activities) code(of store.Subject, number string) string {
	code := a.Vault.Token("paper code", of.String()+"/"+number)[:codeLength]
	for i, b := range code {
		code[i] = codeLetters[int(b)%len(codeLetters)]
	}
	return string(code)
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
