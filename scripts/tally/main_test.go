package main

import (
	"strings"
	"testing"
)

func TestAFailureIsShownWithWhatItSaidAndCounted(t *testing.T) {
	got := tallied(t, `
{"Action":"output","Package":"p","Test":"TestGood","Output":"=== RUN   TestGood\n"}
{"Action":"output","Package":"p","Test":"TestGood","Output":"    chatter\n"}
{"Action":"pass","Package":"p","Test":"TestGood"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"=== RUN   TestBad\n"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"    bad_test.go:7: 2 is not 3\n"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}
{"Action":"fail","Package":"p","Test":"TestBad"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p"}
`)
	want := "    bad_test.go:7: 2 is not 3\n--- FAIL: TestBad (0.00s)\nFAIL\tp\t0.1s\n1 passed, 1 failed\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAPackageThatDoesNotBuildIsOneFailure(t *testing.T) {
	got := tallied(t, `
{"ImportPath":"p","Action":"build-output","Output":"p.go:3:1: syntax error\n"}
{"ImportPath":"p","Action":"build-fail"}
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p","FailedBuild":"p"}
`)
	want := "p.go:3:1: syntax error\nFAIL\tp [build failed]\n0 passed, 1 failed\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestATestThatNeverEndedIsShownWhenItsPackageBreaksOff(t *testing.T) {
	got := tallied(t, `
{"Action":"output","Package":"p","Test":"TestStuck","Output":"panic: test timed out after 1s\n"}
{"Action":"fail","Package":"p"}
`)
	want := "panic: test timed out after 1s\n0 passed, 1 failed\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func tallied(t *testing.T, events string) string {
	t.Helper()
	var out strings.Builder
	tally := newTally(&out)
	if err := tally.read(strings.NewReader(strings.TrimSpace(events) + "\n")); err != nil {
		t.Fatal(err)
	}
	tally.close()
	return out.String()
}
