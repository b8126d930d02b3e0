package web

import (
	"crypto/rand"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A batchesBody is what waits to be paid by a file, and the batches there are.
type batchesBody struct {
	Tabs    []choiceLink
	May     bool // make one
	Waiting []batchWaits
	Rows    []batchRow
	Next    string
	Problem line
}

type batchWaits struct {
	Title, Code, Currency, Total string
	Payments                     int
	Key                          string // makes the form's request once, however often it is sent
}

type batchRow struct {
	Name, Href, Title, Total, MadeBy, MadeAt string
	Payments, LeftOut, Unanswered            int
	State                                    sign
}

// A sign is a state as it is shown: its word beside a shape and a colour.
type sign struct{ Kind, Shape, Title string }

// A batchBody is one batch, with what became of a file of answers that was just sent.
type batchBody struct {
	batchRow
	Tabs        []choiceLink
	Programme   string
	Settled     string // by whom and when it was sent or cancelled
	MaySettle   bool
	File        string
	MayAnswer   bool
	Gone        int // payments that the file leaves out although the bank has not made them
	Unreadable  int // payments of which nobody knows any more whom they go to
	Told        []orderCount
	Orders      []batchOrder
	First       string
	Next        string
	Lines       []answerLine // that do not stand
	MoreLines   int          // of those
	Stand       int          // lines that do
	Answered    bool         // a file was just read
	Missing     []string
	MoreMissing int
	Problem     line
	OfFile      bool // the problem is of the file of answers
}

// An orderCount says of how many payments the same is known.
type orderCount struct {
	N     int
	Title string
}

type batchOrder struct {
	Order, Reference, Href, Amount string
	State                          sign
}

type answerLine struct {
	Line             int
	Order, Reference string
	Says             string
	Why              line
}

// What a page of a batch shows at most: of its payments, and of what a file of answers left open.
const (
	ordersOnPage  = 100
	answersOnPage = 100
	missingOnPage = 40
)

func (f *face) batches(v *visit) (screen, error) { return f.batchList(v, http.StatusOK, line{}) }

func (f *face) batchList(v *visit, status int, problem line) (screen, error) {
	list, err := f.Desk.Batches(v.ctx(), v.who, v.c.Query("cursor"))
	if err != nil {
		return screen{}, err
	}
	titles, err := f.programmeTitles(v)
	if err != nil {
		return screen{}, err
	}
	b := batchesBody{Tabs: v.moneyTabs("/batches"), May: access.May(v.who.Actor, access.MakeBatches, nil) == nil, Problem: problem}
	for _, w := range list.Waiting {
		b.Waiting = append(b.Waiting, batchWaits{titles[w.Programme], w.Programme, w.Total.Currency, w.Total.String(), w.Payments, rand.Text()})
	}
	for _, one := range list.Batches {
		b.Rows = append(b.Rows, v.batchRow(one, titles))
	}
	if list.Next != "" {
		b.Next = "/batches?cursor=" + list.Next
	}
	return screen{Name: "batches", Title: "batches.title", Status: status, Body: b}, nil
}

func (f *face) programmeTitles(v *visit) (map[string]string, error) {
	programmes, err := f.Desk.Programmes(v.ctx())
	titles := map[string]string{}
	for _, p := range programmes {
		titles[p.Code] = v.here.text(p.Title)
	}
	return titles, err
}

func (v *visit) batchRow(b casework.BatchView, titles map[string]string) batchRow {
	return batchRow{Name: b.Batch, Href: "/batches/" + b.Batch, Title: titles[b.Programme], Total: b.Total.String(), MadeBy: b.MadeBy, MadeAt: v.here.moment(b.MadeAt, time.UTC),
		Payments: b.Payments, LeftOut: b.LeftOut, Unanswered: b.Unanswered, State: v.batchSign(b.State)}
}

var batchSigns = map[string]sign{
	"open": {"soon", "◆", "batch.open"}, "sent": {"good", "✓", "batch.sent"}, "cancelled": {"quiet", "✕", "batch.cancelled"},
}

var orderSigns = map[string]sign{
	avrr.OrderWaiting: {"quiet", "○", "order.waiting"}, avrr.OrderHeld: {"soon", "■", "order.held"}, avrr.OrderSent: {"soon", "◆", "order.sent"}, avrr.BankPaid: {"good", "✓", "order.paid"},
	avrr.CallRefused: {"late", "▲", "order.refused"}, avrr.PaidOtherwise: {"late", "▲", "order.paid_otherwise"}, avrr.OrderTakenBack: {"late", "▲", "order.taken_back"},
	avrr.OrderUnreadable: {"late", "▲", "order.unreadable"},
}

func (v *visit) batchSign(state string) sign { return v.said(batchSigns[state]) }

func (v *visit) said(s sign) sign {
	s.Title = v.here.t(s.Title)
	return s
}

func (f *face) batch(v *visit) (screen, error) {
	return f.oneBatch(v, http.StatusOK, func(*batchBody) {})
}

// oneBatch shows a batch, with what more is to be said of it.
func (f *face) oneBatch(v *visit, status int, more func(*batchBody)) (screen, error) {
	whole, err := f.Desk.Batch(v.ctx(), v.who, v.c.Param("batch"))
	if err != nil {
		return screen{}, err
	}
	titles, err := f.programmeTitles(v)
	if err != nil {
		return screen{}, err
	}
	b := batchBody{batchRow: v.batchRow(whole.BatchView, titles), Tabs: v.moneyTabs("/batches"), Programme: titles[whole.Programme]}
	if whole.SettledAt != nil {
		b.Settled = v.here.t("batch.settled."+whole.State, whole.SettledBy, v.here.moment(*whole.SettledAt, time.UTC))
	}
	b.MaySettle = whole.State == "open" && access.May(v.who.Actor, access.MakeBatches, nil) == nil
	if whole.State == "sent" && access.May(v.who.Actor, access.OpenBatchFile, nil) == nil {
		b.File = b.Href + "/file.csv"
	}
	b.MayAnswer = whole.State == "sent" && access.May(v.who.Actor, access.ImportBankFile, nil) == nil
	for _, o := range whole.Orders {
		switch {
		case o.State == avrr.OrderUnreadable:
			b.Unreadable++
		case whole.State == "sent" && o.State != avrr.OrderSent && o.State != avrr.BankPaid:
			b.Gone++
		}
	}
	for _, o := range b.page(whole.Orders, v) {
		b.Orders = append(b.Orders, batchOrder{o.Order, o.Reference, "/cases/" + o.Reference + "/money", o.Money.String(), v.said(orderSigns[o.State])})
	}
	b.Told = v.orderCounts(whole.Orders)
	more(&b)
	return screen{Name: "batch", Said: v.here.t("batch.title", b.Name), Status: status, Body: b}, nil
}

// orderStates are what may be known of a payment, in the order it is told.
var orderStates = []string{avrr.BankPaid, avrr.CallRefused, avrr.PaidOtherwise, avrr.OrderTakenBack, avrr.OrderUnreadable, avrr.OrderHeld, avrr.OrderSent, avrr.OrderWaiting}

func (v *visit) orderCounts(orders []casework.BatchPaymentView) []orderCount {
	of := map[string]int{}
	for _, o := range orders {
		of[o.State]++
	}
	var told []orderCount
	for _, state := range orderStates {
		if of[state] > 0 {
			told = append(told, orderCount{of[state], lowerFirst(v.said(orderSigns[state]).Title)})
		}
	}
	return told
}

// page answers the payments of the page that was asked for, and links those around it.
func (b *batchBody) page(all []casework.BatchPaymentView, v *visit) []casework.BatchPaymentView {
	from, err := strconv.Atoi(v.c.Query("from"))
	if err != nil || from < 0 || from >= len(all) {
		from = 0
	}
	until := min(from+ordersOnPage, len(all))
	if from > 0 {
		b.First = b.Href + "#orders"
	}
	if until < len(all) {
		b.Next = b.Href + "?from=" + strconv.Itoa(until) + "#orders"
	}
	return all[from:until]
}

// tell adds what became of a file of answers: a line each of what does not stand, and the rest as a number.
func (b *batchBody) tell(answered *casework.BankAnswered, v *visit) {
	b.Answered = true
	for _, l := range answered.Lines {
		switch {
		case l.Stands():
			b.Stand++
		case len(b.Lines) == answersOnPage:
			b.MoreLines++
		default:
			b.Lines = append(b.Lines, answerLine{l.Line, l.Order, l.Reference, v.here.text(l.Says), v.here.ruled(l.Why, nil)})
		}
	}
	b.Missing = answered.Missing[:min(len(answered.Missing), missingOnPage)]
	b.MoreMissing = len(answered.Missing) - len(b.Missing)
}

func (f *face) makeBatch(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, mostOfForm)
	key := v.c.PostForm("key")
	if !formKey.MatchString(key) {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	made, _, err := f.Desk.MakeBatch(v.ctx(), v.who, key, casework.NewBatch{Programme: v.c.PostForm("programme"), Currency: v.c.PostForm("currency")})
	var refusal *avrr.Error
	switch {
	case err == nil:
		return v.goTo("/batches/" + made.Batch)
	case errors.As(err, &refusal) && refusal.Code == avrr.CodeRule:
		return f.batchList(v, http.StatusConflict, v.here.ruled(refusal.Message, nil))
	}
	return screen{}, err
}

// settleBatch sends a batch, or cancels it.
func (f *face) settleBatch(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, mostOfForm)
	settle := f.Desk.SendBatch
	if v.c.PostForm("do") == "cancel" {
		settle = f.Desk.CancelBatch
	}
	_, err := settle(v.ctx(), v.who, v.c.Param("batch"))
	var refusal *avrr.Error
	switch {
	case err == nil:
		return v.goTo("/batches/" + v.c.Param("batch"))
	case errors.As(err, &refusal) && refusal.Code == avrr.CodeRule:
		return f.oneBatch(v, http.StatusConflict, func(b *batchBody) { b.Problem = v.here.ruled(refusal.Message, nil) })
	}
	return screen{}, err
}

// batchFile hands out the file for the bank.
func (f *face) batchFile(v *visit) (screen, error) {
	export, err := f.Desk.BatchFile(v.ctx(), v.who, v.c.Param("batch"))
	var refusal *avrr.Error
	switch {
	case errors.As(err, &refusal) && refusal.Code == avrr.CodeRule:
		return f.oneBatch(v, http.StatusConflict, func(b *batchBody) { b.Problem = v.here.ruled(refusal.Message, nil) })
	case err != nil:
		return screen{}, err
	}
	h := v.c.Writer.Header()
	h.Set("Content-Type", export.MediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": export.Name}))
	if err := export.Write(v.c.Writer); err != nil {
		f.Logger.ErrorContext(v.ctx(), "a batch file broke off", "error", err)
		panic(http.ErrAbortHandler) // half a file must not look whole
	}
	return sent, nil
}

// bankAnswers reads the bank's answers, and shows what became of each line.
func (f *face) bankAnswers(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, avrr.MostBankFile+mostOfForm)
	raw, err := answersIn(v)
	var answered *casework.BankAnswered
	if err == nil {
		answered, err = f.Desk.BankAnswers(v.ctx(), v.who, v.c.Param("batch"), raw)
	}
	var refusal *avrr.Error
	switch {
	case errors.As(err, &refusal) && refusal.Code == avrr.CodeRule:
		return f.oneBatch(v, http.StatusConflict, func(b *batchBody) { b.Problem = v.here.ruled(refusal.Message, nil) })
	case errors.As(err, &refusal) && refusal.Field == "/file":
		return f.oneBatch(v, http.StatusUnprocessableEntity, func(b *batchBody) {
			b.Problem, b.OfFile = v.here.ruled(refusal.Message, nil), b.MayAnswer
		})
	case err != nil:
		return screen{}, err
	}
	return f.oneBatch(v, http.StatusOK, func(b *batchBody) { b.tell(answered, v) })
}

func answersIn(v *visit) ([]byte, error) {
	given, _, err := v.c.Request.FormFile("file")
	if err != nil {
		return nil, &avrr.Error{Code: avrr.CodeInvalid, Field: "/file", Message: "There is no file, or it is larger than 1 MB."}
	}
	raw, err := io.ReadAll(given)
	return raw, errors.Join(err, given.Close())
}
