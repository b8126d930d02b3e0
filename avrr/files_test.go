package avrr_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

// filing is a programme that waits a fortnight for the scan of a signed declaration.
func filing() *avrr.Programme {
	p := *homebound
	p.Clocks = maps.Clone(homebound.Clocks)
	p.Clocks[avrr.ClockScan] = days(14)
	return &p
}

// scans answers the tasks that wait for a scan, with the day each is due.
func (f *file) scans() string {
	var waiting []string
	for _, task := range f.c.Tasks(f.p) {
		if strings.HasPrefix(task.ID, "scan:") {
			waiting = append(waiting, fmt.Sprintf("%s %s %s", task.ID, task.Action, task.Due.Format("2006-01-02")))
		}
	}
	slices.Sort(waiting)
	return strings.Join(waiting, ", ")
}

func (f *file) waitsFor(scans string) {
	f.t.Helper()
	if got := f.scans(); got != scans {
		f.t.Fatalf("waiting for %q, want %q", got, scans)
	}
}

func fileOf(n int, kind, member string) string {
	return fmt.Sprintf(`{"file":%q,"kind":%q,"member":%q}`, fileID(n), kind, member)
}

func fileID(n int) string { return fmt.Sprintf("01HZXW5V0Q8N3P7T2R4S6B9D%02d", n) }

const signs = `{"member":"m1","kind":"return","signed_on":"%s","language":"sq"}`

func TestASignedDeclarationWithoutItsScanIsATask(t *testing.T) {
	f := newFile(t, filing(), "2026-02-02T10:00:00Z")
	f.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB",
		"members":[{"given_names":"Ada"},{"given_names":"Besa"}]}`)
	f.waitsFor("")
	f.does(officer, "give-consent", fmt.Sprintf(signs, "2026-02-01"))
	f.waitsFor("scan:m1 record-file 2026-02-16") // the end of the fourteenth day
	f.does(officer, "record-file", fileOf(1, "identity", "m1"))
	f.does(officer, "record-file", fileOf(2, avrr.SignedDeclaration, "m2"))
	f.waitsFor("scan:m1 record-file 2026-02-16")
	f.does(desk, "record-file", fileOf(3, avrr.SignedDeclaration, "m1"))
	f.waitsFor("")

	f.on("2026-02-20") // signed anew: the scan of the former paper shows nothing of it
	f.does(officer, "give-consent", fmt.Sprintf(signs, "2026-02-20"))
	f.waitsFor("scan:m1 record-file 2026-03-07")
	f.on("2026-03-08")
	if !slices.ContainsFunc(f.c.Tasks(f.p), func(task avrr.Task) bool { return task.ID == "overdue:scan:m1" && task.Duty == avrr.ManagementDuty }) {
		t.Fatalf("nobody is told of the missing scan: %+v", f.c.Tasks(f.p))
	}
	f.does(officer, "record-file", fileOf(4, avrr.SignedDeclaration, "m1"))
	for _, task := range f.c.Tasks(f.p) {
		if strings.Contains(task.ID, "scan") {
			t.Fatalf("%s is left after the scan", task.ID)
		}
	}

	f.does(officer, "give-consent", fmt.Sprintf(signs, "2026-03-08"))
	f.does(officer, "give-consent", strings.Replace(fmt.Sprintf(signs, "2026-03-08"), "m1", "m2", 1))
	f.does(officer, "withdraw", `{"member":"m1","channel":"phone"}`)
	f.waitsFor("scan:m2 record-file 2026-03-23")
}

func TestAScanIsNotAskedForAgainWhenDaysAreCountedElsewhere(t *testing.T) {
	f := ticketed(t, filing(), "2026-02-02T10:00:00Z")
	f.on("2026-03-01") // the fortnight ran out in London, whose days are not those of Tirana
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-01T08:00:00Z","boarded":["m1"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-01T09:30:00Z","members":["m1"]}`)
	f.on("2026-04-01")
	fired := 0
	for run := range f.c.Fired {
		if strings.HasPrefix(run, "scan:m1@") {
			fired++
		}
	}
	if fired != 1 {
		t.Fatalf("the clock of one scan ran out %d times", fired)
	}
}

func TestAConsentThatNamesItsScanWaitsForNone(t *testing.T) {
	f := newFile(t, filing(), "2026-02-02T10:00:00Z")
	f.does(officer, "open", openAda)
	f.does(officer, "record-file", fileOf(1, "other", "")) // recorded as something else before the consent was
	f.does(officer, "give-consent", strings.Replace(fmt.Sprintf(signs, "2026-02-01"), "}", `,"file":"01HZXW5V0Q8N3P7T2R4S6B9D01"}`, 1))
	f.waitsFor("")
	if e := f.refused(officer, "give-consent", strings.Replace(fmt.Sprintf(signs, "2026-02-01"), "}", `,"file":"01HZXW5V0Q8N3P7T2R4S6B9D02"}`, 1)); e.Field != "/file" {
		t.Fatal(e)
	}
}

func TestAFileIsRecordedOnce(t *testing.T) {
	f := newFile(t, filing(), "2026-02-02T10:00:00Z")
	f.does(officer, "open", openAda)
	f.does(officer, "record-file", fileOf(1, "medical", "m1"))
	if e := f.refused(field, "record-file", fileOf(1, "photo", "m1")); rules(e) != "file-recorded" {
		t.Fatal(e)
	}
	for field, body := range map[string]string{
		"/file":   `{"file":"../../etc/passwd","kind":"photo"}`,
		"/kind":   fileOf(2, "selfie", "m1"),
		"/member": fileOf(2, "photo", "m2"),
	} {
		if e := f.refused(officer, "record-file", body); e.Code != avrr.CodeInvalid || e.Field != field {
			t.Errorf("%s: %+v", body, e)
		}
	}
	if got := f.c.File("01HZXW5V0Q8N3P7T2R4S6B9D01"); got == nil || got.Kind != "medical" || got.Member != "m1" || got.By != officer.ID || !got.At.Equal(f.now) {
		t.Fatalf("the case knows %+v", got)
	}
}
