package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"homeward/avrr"
	"homeward/worker"
	"homeward/workflows"
)

// A reminder that is due while nobody acts rings at its instant; one whose deed came first never does.
func TestADeadlineThatIsMetNeverRings(t *testing.T) {
	o := newOffice(t, "standard")
	h := o.live(workflows.ReturnCase, workflows.File{Subject: theCase}, "2026-02-02T10:00:00Z",
		deed{"2026-02-02T10:00:00Z", officer, "open", openArta},
		deed{"2026-02-02T10:05:00Z", field, "answer-assignment", `{"duty":"reintegration","answer":"accept"}`},
		deed{"2026-02-05T10:00:00Z", officer, "record-counselling", `{"held_on":"2026-02-05","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`},
		deed{"2026-02-20T10:00:00Z", officer, "withdraw", `{"channel":"phone"}`})
	require.Empty(t, o.rang)
	require.Equal(t, []string{"2026-02-05T00:00:00Z", "2026-02-17T00:00:00Z", "2026-03-06T00:00:00Z"}, h.timers,
		"two working days for the office to answer, ten to counsel, then twenty to the review")
	require.Equal(t, moment("2026-02-20T10:00:00Z"), h.ended.Truncate(time.Second))
}

// A stale answer changes nothing: neither the stage nor the deadline that is armed.
func TestAnOlderAnswerIsNotFolded(t *testing.T) {
	due := moment("2026-03-01T00:00:00Z")
	s := newScript(t, workflows.Head{Seq: 5, Stage: "preparation", NextDue: due, Live: true}, "2026-02-02T10:00:00Z")
	s.answers = []workflows.Head{
		{Seq: 3, Stage: "eligibility", NextDue: due.AddDate(0, 0, -20), Live: true}, // older than what is known
		{Seq: 6, Stage: "closed"},
	}
	s.env.RegisterDelayedCallback(func() { s.env.UpdateWorkflowNoRejection(workflows.CatchUpUpdate, "late", t) }, time.Hour)
	s.run()
	require.Equal(t, []time.Duration{due.Sub(moment("2026-02-02T10:00:00Z"))}, s.timers)
	require.Equal(t, due, s.env.Now().UTC().Truncate(time.Second), "the deadline rang at its time, not at the stale one")
}

// An answer that is equally new is folded: the clock of a log may have moved without a new line.
func TestANewDeadlineIsArmedInThePlaceOfTheOld(t *testing.T) {
	start, due := moment("2026-02-02T10:00:00Z"), moment("2026-03-01T00:00:00Z")
	s := newScript(t, workflows.Head{Seq: 5, Stage: "preparation", NextDue: due, Live: true}, "2026-02-02T10:00:00Z")
	sooner := due.AddDate(0, 0, -10)
	s.answers = []workflows.Head{{Seq: 6, Stage: "preparation", NextDue: sooner, Live: true}, {Seq: 7, Stage: "closed"}}
	s.env.RegisterDelayedCallback(func() { s.env.UpdateWorkflowNoRejection(workflows.CatchUpUpdate, "news", t) }, time.Hour)
	s.run()
	require.Equal(t, []time.Duration{due.Sub(start), sooner.Sub(start) - time.Hour}, s.timers)
}

// While the log's clock is behind the server's, a deadline rings before the log will have it. Asking again and again at once
// would fill the history in minutes.
func TestALogWhoseClockIsBehindIsNotAskedWithoutPause(t *testing.T) {
	due := moment("2026-02-02T11:00:00Z")
	s := newScript(t, workflows.Head{Seq: 5, Stage: "preparation", NextDue: due, Live: true}, "2026-02-02T10:00:00Z")
	behind := 30 * time.Second
	s.answer = func(now time.Time) workflows.Head {
		if now.Add(-behind).Before(due) {
			return workflows.Head{Seq: 5, Stage: "preparation", NextDue: due, Live: true}
		}
		return workflows.Head{Seq: 6, Stage: "closed"}
	}
	s.run()
	require.LessOrEqual(t, len(s.asked), 5)
	require.WithinDuration(t, due.Add(behind), s.env.Now(), time.Minute)
}

// What is not conceivable in the stage is refused before anything is written, and Record never hears of it. What the
// workflow cannot know to be new is let through: only Record may refuse it.
func TestTheValidatorRefusesOnlyWhatCannotBe(t *testing.T) {
	head := workflows.Head{Seq: 5, Stage: string(avrr.Eligibility), Live: true}
	for _, c := range []struct {
		name    string
		s       workflows.Submitted
		refused bool
	}{
		{"a decision of another stage", workflows.Submitted{Submission: "s1", Action: "decide-plan", Seen: 5}, true},
		{"an action nobody knows", workflows.Submitted{Submission: "s1", Action: "fly", Seen: 5}, true},
		{"a decision of this stage", workflows.Submitted{Submission: "s1", Action: "assess-eligibility", Seen: 5}, false},
		{"a fact of another stage", workflows.Submitted{Submission: "s1", Action: "log-visit", Seen: 5}, false},
		{"checked against a newer log", workflows.Submitted{Submission: "s1", Action: "decide-plan", Seen: 6}, false},
		{"delivered before", workflows.Submitted{Submission: "s1", Action: "decide-plan", Seen: 5, Again: true}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScript(t, head, "2026-02-02T10:00:00Z")
			s.answers = []workflows.Head{{Seq: 6, Stage: "closed"}}
			var refusal error
			s.env.RegisterDelayedCallback(func() {
				s.env.UpdateWorkflow(workflows.ActUpdate, "s1", &testsuite.TestUpdateCallback{OnAccept: func() {},
					OnReject: func(err error) { refusal = err }, OnComplete: func(any, error) {}}, c.s)
			}, time.Hour)
			s.env.RegisterDelayedCallback(func() {
				if c.refused {
					require.Empty(t, s.asked)
				}
				s.env.UpdateWorkflowNoRejection(workflows.CatchUpUpdate, "end", t)
			}, 2*time.Hour)
			s.run()
			if !c.refused {
				require.NoError(t, refusal)
				require.Equal(t, workflows.ToRecord{Subject: theCase, Submission: "s1"}, s.asked[0])
				return
			}
			require.Equal(t, avrr.CodeStage, refusedWith(t, refusal))
		})
	}
}

// A Record that cannot be had beside the workflow task becomes an activity of its own, and is tried until it answers.
func TestARecordThatFailsBesideTheTaskGoesOnAlone(t *testing.T) {
	s := newScript(t, workflows.Head{Seq: 5, Stage: "eligibility", Live: true}, "2026-02-02T10:00:00Z")
	s.answers = []workflows.Head{{Seq: 6, Stage: "closed"}}
	alone := 0
	s.before = func(local bool) error {
		if local {
			return errBusy
		}
		if alone++; alone < 4 {
			return errBusy
		}
		return nil
	}
	s.env.RegisterDelayedCallback(func() { s.env.UpdateWorkflowNoRejection(workflows.CatchUpUpdate, "news", t) }, time.Hour)
	s.run()
	require.Equal(t, 4, alone)
}

var errBusy = errors.New("the database is busy")

var errBroken = temporal.NewNonRetryableApplicationError("record broke off", "panic", nil)

// A log that cannot be had, for a clock, for a catch-up or at the very start, ends no case. It is asked again, ever more rarely.
func TestALogThatCannotBeHadEndsNoCase(t *testing.T) {
	start := moment("2026-02-02T10:00:00Z")
	for _, c := range []struct {
		name string
		file workflows.File
		tell bool // of events that others appended
	}{
		{"a clock", workflows.File{Subject: theCase, Head: workflows.Head{Seq: 5, Stage: "eligibility", NextDue: start.Add(time.Hour), Live: true}}, false},
		{"a catch-up", workflows.File{Subject: theCase, Head: workflows.Head{Seq: 5, Stage: "eligibility", Live: true}}, true},
		{"a fresh run", workflows.File{Subject: theCase, Behind: true}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScript(t, workflows.Head{}, "2026-02-02T10:00:00Z")
			s.file = c.file
			s.answers = []workflows.Head{{Seq: 6, Stage: "closed"}}
			mended, tried := start.AddDate(0, 0, 2), 0
			s.before = func(local bool) error {
				if s.env.Now().Before(mended) {
					if local {
						tried++
					}
					return errBroken
				}
				return nil
			}
			if c.tell {
				s.env.RegisterDelayedCallback(func() { s.env.UpdateWorkflowNoRejection(workflows.CatchUpUpdate, "news", t) }, time.Hour)
			}
			s.run()
			require.Greater(t, tried, 40, "within the hour, whoever mends it")
			require.Less(t, tried, 70)
			require.WithinDuration(t, mended, s.env.Now(), time.Hour)
			require.Len(t, s.asked, 1)
		})
	}
}

// A submission that cannot be recorded holds nobody up for long: its update ends without an answer of the log, which is no
// refusal, and what waits behind it is recorded.
func TestAWithdrawalDoesNotWaitForEverBehindWhatCannotBeRecorded(t *testing.T) {
	for _, fault := range []error{errBusy, errBroken} {
		s := newScript(t, workflows.Head{Seq: 5, Stage: "eligibility", Live: true}, "2026-02-02T10:00:00Z")
		s.answers = []workflows.Head{{Seq: 6, Stage: "closed"}}
		s.failing = map[string]error{"poisoned": fault}
		var ended error
		s.env.RegisterDelayedCallback(func() {
			s.env.UpdateWorkflow(workflows.ActUpdate, "poisoned", &testsuite.TestUpdateCallback{OnAccept: func() {}, OnReject: func(err error) { t.Error(err) },
				OnComplete: func(_ any, err error) { ended = err }}, workflows.Submitted{Submission: "poisoned", Action: "add-note", Seen: 5})
			s.env.UpdateWorkflowNoRejection(workflows.ActUpdate, "s2", t, workflows.Submitted{Submission: "s2", Action: "withdraw", Seen: 5})
		}, time.Hour)
		s.run()
		var failure *temporal.ApplicationError
		require.ErrorAs(t, ended, &failure)
		require.Equal(t, workflows.NotRecordedType, failure.Type())
		require.Equal(t, []workflows.ToRecord{{Subject: theCase, Submission: "s2"}}, s.asked)
		require.WithinDuration(t, moment("2026-02-02T11:00:00Z"), s.env.Now(), 2*time.Minute)
	}
}

// A fresh run that finds its log behind asks before it waits; one that comes with an update learns from it.
func TestARunWithoutAHeadLearnsItFromTheLog(t *testing.T) {
	s := newScript(t, workflows.Head{}, "2026-02-02T10:00:00Z")
	s.file = workflows.File{Subject: theCase, Behind: true}
	s.answers = []workflows.Head{{Seq: 9, Stage: "follow_up", NextDue: moment("2026-02-03T00:00:00Z"), Live: true}, {Seq: 10, Stage: "closed"}}
	s.run()
	require.Equal(t, []workflows.ToRecord{{Subject: theCase}, {Subject: theCase, Clocks: true}}, s.asked)
}

// When the server suggests it, the case goes on in a new run that starts from the file alone, with every update answered.
func TestASuggestedFreshRunStartsFromTheFile(t *testing.T) {
	head := workflows.Head{Seq: 5, Stage: "arrival", NextDue: moment("2026-04-01T00:00:00Z"), Live: true}
	s := newScript(t, head, "2026-02-02T10:00:00Z")
	s.answers = []workflows.Head{{Seq: 6, Stage: "arrival", NextDue: head.NextDue, Live: true}, {Seq: 7, Stage: "arrival", NextDue: head.NextDue, Live: true}}
	answered := 0
	s.env.RegisterDelayedCallback(func() {
		for _, id := range []string{"one", "two"} {
			s.env.UpdateWorkflow(workflows.CatchUpUpdate, id, &testsuite.TestUpdateCallback{OnAccept: func() { s.env.SetContinueAsNewSuggested(true) }, OnReject: func(err error) { t.Error(err) },
				OnComplete: func(_ any, err error) { require.NoError(t, err); answered++ }})
		}
	}, time.Hour)
	s.env.ExecuteWorkflow(workflows.ReturnCase, s.file)
	file, again := continued(t, s.env)
	require.True(t, again)
	require.Equal(t, 2, answered, "no update is lost with the run")
	require.Equal(t, workflows.File{Subject: theCase, Head: workflows.Head{Seq: 7, Stage: "arrival", NextDue: head.NextDue, Live: true}}, file)
}

// Entering a long stage begins a new run, but not before what else was under way is recorded: it may even lead on.
func TestANewStageBeginsItsRunOnceEveryUpdateIsAnswered(t *testing.T) {
	for _, c := range []struct{ from, first, second, began string }{
		{"arrival", "reintegration", "reintegration", "reintegration"},
		{"arrival", "reintegration", "follow_up", "follow_up"},
		{"reintegration", "follow_up", "follow_up", "follow_up"},
	} {
		t.Run(c.from+" "+c.second, func(t *testing.T) {
			s := newScript(t, workflows.Head{Seq: 5, Stage: c.from, Live: true}, "2026-02-02T10:00:00Z")
			s.answers = []workflows.Head{{Seq: 6, Stage: c.first, Live: true}, {Seq: 7, Stage: c.second, Live: true}}
			answered := 0
			count := &testsuite.TestUpdateCallback{OnAccept: func() {}, OnReject: func(err error) { t.Error(err) },
				OnComplete: func(_ any, err error) { require.NoError(t, err); answered++ }}
			s.env.RegisterDelayedCallback(func() {
				s.env.UpdateWorkflow(workflows.CatchUpUpdate, "one", count)
				s.env.UpdateWorkflow(workflows.CatchUpUpdate, "two", count)
			}, time.Hour)
			s.env.ExecuteWorkflow(workflows.ReturnCase, s.file)
			file, again := continued(t, s.env)
			require.True(t, again)
			require.Equal(t, 2, answered)
			require.Equal(t, workflows.File{Subject: theCase, Head: workflows.Head{Seq: 7, Stage: c.began, Live: true}}, file)
		})
	}
}

// A run that was begun for its stage stays in it.
func TestARunStaysInTheStageItWasBegunFor(t *testing.T) {
	s := newScript(t, workflows.Head{Seq: 5, Stage: "follow_up", NextDue: moment("2026-03-01T00:00:00Z"), Live: true}, "2026-02-02T10:00:00Z")
	s.answers = []workflows.Head{{Seq: 6, Stage: "closed"}}
	s.run()
	require.Equal(t, []workflows.ToRecord{{Subject: theCase, Clocks: true}}, s.asked)
}

// A script answers what Record is asked in the order it is written.
type script struct {
	env     *testsuite.TestWorkflowEnvironment
	t       *testing.T
	file    workflows.File
	answers []workflows.Head
	answer  func(now time.Time) workflows.Head
	before  func(local bool) error
	failing map[string]error // by submission
	asked   []workflows.ToRecord
	timers  []time.Duration
}

func newScript(t *testing.T, head workflows.Head, start string) *script {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(silent{})
	s := &script{t: t, env: suite.NewTestWorkflowEnvironment(), file: workflows.File{Subject: theCase, Head: head}, before: func(bool) error { return nil }}
	worker.RegisterWorkflows(s.env)
	s.env.RegisterActivityWithOptions(s.record, activity.RegisterOptions{Name: workflows.RecordActivity})
	s.env.SetStartTime(moment(start))
	s.env.SetOnTimerScheduledListener(func(_ string, d time.Duration) {
		s.timers = append(s.timers, d.Round(time.Second))
	})
	return s
}

func (s *script) record(ctx context.Context, what workflows.ToRecord) (workflows.Recorded, error) {
	if err := s.before(activity.GetInfo(ctx).IsLocalActivity); err != nil {
		return workflows.Recorded{}, err
	}
	if err := s.failing[what.Submission]; err != nil {
		return workflows.Recorded{}, err
	}
	s.asked = append(s.asked, what)
	if s.answer != nil {
		return workflows.Recorded{Head: s.answer(s.env.Now())}, nil
	}
	if len(s.answers) == 0 {
		return workflows.Recorded{}, errors.New("the script has no more answers")
	}
	head := s.answers[0]
	s.answers = s.answers[1:]
	return workflows.Recorded{Head: head}, nil
}

func (s *script) run() {
	s.t.Helper()
	s.env.ExecuteWorkflow(workflows.ReturnCase, s.file)
	require.True(s.t, s.env.IsWorkflowCompleted())
	require.NoError(s.t, s.env.GetWorkflowError())
}
