package web

import "homeward/avrr"

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
