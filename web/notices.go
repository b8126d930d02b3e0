package web

import (
	"cmp"
	"slices"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// A noticeLine is what another office was told of the journey, as it stands now.
type noticeLine struct {
	Title, To, Version, At string
	State, Kind, Shape     string
}

// notices lists what the other offices hold now: of each notice the newest version, and those that were called back.
func (r *reading) notices() []noticeLine {
	var lines []noticeLine
	for _, n := range r.view.Notices {
		if n.Status == avrr.NoticeAmended {
			continue
		}
		l := noticeLine{Title: r.w.text(avrr.NoticeTitles[n.Kind]), To: n.To, Version: r.w.t("notice.version", n.Version), At: r.w.moment(n.At, r.place),
			State: r.w.t("notice.sent"), Kind: "sent", Shape: "◆"}
		if l.To == "" {
			l.To = r.w.stop(n.Place, "")
		}
		switch {
		case n.Status == avrr.NoticeCancelled:
			l.State, l.Kind, l.Shape = r.w.t("notice.cancelled"), "cancelled", "■"
		case n.Acknowledged != nil:
			l.State, l.Kind, l.Shape = r.w.t("notice.acknowledged", n.Acknowledged.By, r.w.date(n.Acknowledged.On)), "acknowledged", "✓"
		case !n.Answerable():
			l.State, l.Kind, l.Shape = r.w.t("notice.told"), "sent", "●"
		case !n.Reminded.IsZero():
			l.State, l.Kind, l.Shape = r.w.t("notice.reminded"), "late", "▲"
		}
		lines = append(lines, l)
	}
	return lines
}

// A toldOffice is another office, and where each notice it was given of a journey stands.
type toldOffice struct {
	To, Title string
	States    []toldState
	Each      []toldCase
}

// A toldState is how many of its notices stand alike.
type toldState struct {
	State, Kind, Shape string
	N                  int
}

type toldCase struct {
	Reference, Href, Version, At string
	State, Kind, Shape           string
}

// noticeWays are how a notice that nobody has acknowledged stands, by how it is on its way.
var noticeWays = map[string]struct{ kind, shape string }{
	casework.NoticeWaiting: {"planned", "◇"}, casework.NoticeMailed: {"sent", "◆"}, casework.NoticeByPhone: {"late", "▲"}, casework.NoticeNeedless: {"planned", "–"}, "": {"sent", "●"},
}

// toldOffices gathers by office what it was told of a journey, in the order offices were first told.
func (w *words) toldOffices(told []casework.Notified, place *time.Location) []toldOffice {
	var offices []toldOffice
	for _, n := range told {
		one := w.toldCase(n, place)
		to, title := cmp.Or(n.Notice.To, w.stop(n.Notice.Place, "")), w.text(avrr.NoticeTitles[n.Notice.Kind])
		at := slices.IndexFunc(offices, func(o toldOffice) bool { return o.To == to && o.Title == title })
		if at < 0 {
			at = len(offices)
			offices = append(offices, toldOffice{To: to, Title: title})
		}
		o := &offices[at]
		o.Each = append(o.Each, one)
		alike := slices.IndexFunc(o.States, func(s toldState) bool { return s.Kind == one.Kind && s.Shape == one.Shape })
		if alike < 0 {
			alike = len(o.States)
			o.States = append(o.States, toldState{State: one.State, Kind: one.Kind, Shape: one.Shape})
		}
		o.States[alike].N++
	}
	return offices
}

func (w *words) toldCase(n casework.Notified, place *time.Location) toldCase {
	way := noticeWays[n.Way]
	one := toldCase{Reference: n.Case, Href: "/cases/" + n.Case + "#travel", Version: w.t("notice.version", n.Notice.Version), At: w.moment(n.Notice.At, place),
		State: w.word("notice_way", cmp.Or(n.Way, "told")), Kind: way.kind, Shape: way.shape}
	if n.At != nil {
		one.At = w.moment(*n.At, place)
	}
	switch {
	case n.Notice.Status == avrr.NoticeCancelled:
		one.State, one.Kind, one.Shape = w.t("notice.cancelled"), "cancelled", "■"
	case n.Notice.Acknowledged != nil:
		one.State, one.Kind, one.Shape, one.At = w.t("notice.confirmed"), "acknowledged", "✓", commaed(n.Notice.Acknowledged.By, w.date(n.Notice.Acknowledged.On))
	case n.Way == casework.NoticeMailed && !n.Notice.Reminded.IsZero():
		one.State, one.Kind, one.Shape = w.t("notice.reminded"), "late", "▲"
	}
	return one
}

// A handLine is one pair of hands a child passed through.
type handLine struct{ From, To, At, Place string }

// hands tell through whose hands a child passed, and who is to meet it.
func (r *reading) hands(member string) (receiver string, hands []handLine) {
	for _, m := range r.view.Members {
		if m.ID != member {
			continue
		}
		if m.Receiver != nil {
			receiver = r.w.t("person.receiver", m.Receiver.Name, m.Receiver.Relation)
		}
		for _, h := range m.Handovers {
			hands = append(hands, handLine{h.From.Name, h.To.Name, r.w.day(avrr.DateOf(h.At)) + ", " + clockOf(h.At), h.Place})
		}
	}
	return receiver, hands
}
