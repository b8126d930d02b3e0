package lives

import (
	"hash/crc32"
	"time"

	"homeward/avrr"
)

// answering is the carrier of a movement when it answers what it was asked first, at some time in the three hours after; nil while
// it was asked nothing.
func (o *Office) answering(v *Voyage) (at time.Time, answer func() error) {
	asks := v.Movement.Asks()
	if len(asks) == 0 {
		return at, nil
	}
	a := asks[0]
	key := avrr.AskKey(v.Movement.ID, a.Case, a.Seq)
	after := time.Duration(drawn(key, "minutes", 180)) * time.Minute
	return v.Log[a.Seq-1].RecordedAt.Add(after), func() error { return o.carrierAnswers(v, a, said(a, key)) }
}

func (o *Office) carrierAnswers(v *Voyage, a avrr.Asked, in avrr.CarrierAnswered) error {
	own, theirs, err := v.Movement.Answer(a, in, o.Now)
	if err != nil {
		return err
	}
	return o.appendOn(v, own, []avrr.Event{theirs}, []*File{o.file(a.Case)})
}

// said is what a carrier answers: that it did what it was asked, mostly.
func said(a avrr.Asked, key string) avrr.CarrierAnswered {
	switch drawn(key, "outcome", 8) {
	case 0:
		return avrr.CarrierAnswered{Outcome: avrr.CallRefused}
	case 1:
		return avrr.CarrierAnswered{Outcome: avrr.CallUnknown}
	}
	in := avrr.CarrierAnswered{Outcome: avrr.CarrierDid}
	switch a.Kind {
	case avrr.AskHold:
		in.Locator = "HXAB12"
	case avrr.AskTicket:
		in.Tickets = map[string]string{}
		for _, m := range a.Members {
			in.Tickets[m] = "257" + m
		}
	}
	return in
}

// drawn is a number below a limit that is the same whenever the same carrier is asked the same.
func drawn(key, what string, below uint32) uint32 {
	return crc32.ChecksumIEEE([]byte(key+what)) % below
}
