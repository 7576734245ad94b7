package schedule

import "log/slog"

// guardLog takes what the guards around one job say: a skip or a panic.
type guardLog struct{ log *slog.Logger }

func (g guardLog) Info(msg string, args ...any) {
	if msg == "skip" {
		msg = "run skipped: the one before is still under way"
	}
	g.log.Warn(msg, args...)
}

// Error is called by cron.Recover, with the stack among args.
func (g guardLog) Error(err error, _ string, args ...any) {
	g.log.Error("run panicked", append([]any{"error", err}, args...)...)
}
