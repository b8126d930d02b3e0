package web

import (
	"net/http"
	"net/url"

	"homeward/access"
	"homeward/casework"
)

// A viewLink is a choice of cases that somebody comes back to, with how many there are.
type viewLink struct {
	Title string
	Query string
	Href  string
	Cases int
	Here  bool
	Own   bool // kept by whoever looks, who may rename and delete it
}

// shared are the views everybody has, by what they choose.
func (v *visit) shared() (views []viewLink) {
	add := func(name, query string) {
		views = append(views, viewLink{Title: v.here.t("view." + name), Query: query})
	}
	add("week", "due=week")
	if v.may(access.HoldCases) {
		add("mine", "mine=1&open=1")
	}
	if v.who.Office != "" && v.may(access.ChooseOffices) {
		add("office", url.Values{"office": {v.who.Office}, "open": {"1"}}.Encode())
	}
	add("held", "held=1")
	add("needs", "needs=1")
	return views
}

// views are the shared views and those somebody keeps, each counted; the one that is looked at is marked.
func (f *face) views(v *visit, asked url.Values) ([]viewLink, error) {
	own, err := f.Desk.Views(v.ctx(), v.who)
	if err != nil {
		return nil, err
	}
	views := v.shared()
	for _, kept := range own {
		views = append(views, viewLink{Title: kept.Name, Query: kept.Query, Own: true})
	}
	var searches []casework.Search
	var counted []viewLink
	for _, view := range views {
		query, err := url.ParseQuery(view.Query)
		if err != nil {
			continue // what was kept by hand in the database
		}
		s, err := search(query)
		if err != nil {
			continue
		}
		view.Query = query.Encode()
		view.Href, view.Here = "/cases?"+view.Query, view.Query == chosen(asked).Encode()
		searches, counted = append(searches, s), append(counted, view)
	}
	counts, err := f.Desk.CaseCounts(v.ctx(), v.who, searches)
	if err != nil {
		return nil, err
	}
	for i := range counted {
		counted[i].Cases = counts[i]
	}
	return counted, nil
}

// keepView keeps, renames or deletes a view, and leads back to it.
func (f *face) keepView(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, maxForm)
	asked, err := url.ParseQuery(v.c.PostForm("query"))
	if err != nil {
		return screen{}, err
	}
	query := viewOf(asked)
	if v.c.PostForm("do") == "delete" {
		if err := f.Desk.DropView(v.ctx(), v.who, query); err != nil {
			return screen{}, err
		}
		return v.goTo("/cases")
	}
	s, err := search(asked)
	if err != nil {
		return screen{}, err
	}
	if _, err := f.Desk.CaseCount(v.ctx(), v.who, s); err != nil {
		return screen{}, err // it chooses by something that is not there, and would at every visit
	}
	if err := f.Desk.SaveView(v.ctx(), v.who, query, v.c.PostForm("name")); err != nil {
		return screen{}, err
	}
	return v.goTo("/cases?" + query)
}

// seesExports reports whether the caseload is given to this person as a file.
func (v *visit) seesExports() bool { return access.May(v.who.Actor, access.ExportCases, nil) == nil }
