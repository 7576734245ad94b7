package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	m := &Main{Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Version: buildVersion()}
	code := m.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// gcPercent is by how much the heap grows before it is collected. Half of Go's own costs no CPU
// that can be measured here (most of the work is in the kernel and in SQLite), and takes a
// fifth to two fifths off the memory at its peak.
const gcPercent = 50

// version is the release this source is of.
const version = "0.1.0"

// buildVersion is the release, with the commit where the build knows it.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return version + "+" + s.Value[:12]
		}
	}
	return version
}

// Main is the program without the process around it.
type Main struct {
	Stdout, Stderr io.Writer
	Now            func() time.Time
	Version        string
}

// commands is the command line. Each command is in a file of its own.
type commands struct {
	Run         runCommand         `cmd:"" help:"Harvest the sources once and publish what they brought."`
	Preview     previewCommand     `cmd:"" help:"Show how a page is read, and store nothing."`
	Serve       serveCommand       `cmd:"" help:"Harvest on schedule, and serve the publication."`
	Worker      workerCommand      `cmd:"" help:"Harvest what is due, beside other workers, for a ledger in a database."`
	Config      configCommand      `cmd:"" help:"Print the configuration as understood, an example, or its JSON Schema."`
	Status      statusCommand      `cmd:"" help:"Show how the sources and the publication are."`
	Requests    requestsCommand    `cmd:"" help:"List what was asked of each host, and when."`
	Doctor      doctorCommand      `cmd:"" help:"Check that all is well here, and say what to do where it is not."`
	Diff        diffCommand        `cmd:"" help:"Show what the page that is held back of a source would change."`
	Approve     approveCommand     `cmd:"" help:"Let the page that is held back of a source through."`
	Withdraw    withdrawCommand    `cmd:"" help:"Withdraw records whose entries left their page, without waiting."`
	History     historyCommand     `cmd:"" help:"Tell a record's life."`
	Rebuild     rebuildCommand     `cmd:"" help:"Read the kept pages again, after a rule or an authority changed."`
	Backup      backupCommand      `cmd:"" help:"Save the ledger and its pages in one file, while running."`
	Restore     restoreCommand     `cmd:"" help:"Bring a backup back."`
	Validate    validateCommand    `cmd:"" help:"Read a publication back and check it."`
	Healthcheck healthcheckCommand `cmd:"" help:"Ask a running samling serve whether it is well."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
	Help        helpCommand        `cmd:"" help:"Explain a command."`
}

// Run runs one command line and returns the exit status.
func (m *Main) Run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	exited := -1
	parser, err := m.parser(ctx, func(code int) { exited = code })
	if err != nil {
		return m.fail(err)
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help was asked for and printed
		return exited
	}
	if err != nil {
		return m.fail(usage(err, args))
	}
	return m.fail(parsed.Run())
}

func (m *Main) parser(ctx context.Context, exit func(int)) (*kong.Kong, error) {
	return kong.New(&commands{},
		kong.Name("samling"),
		kong.Description(strings.TrimSpace(about)),
		kong.Writers(m.Stdout, m.Stderr),
		kong.Exit(exit),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(m),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
	)
}

// usage adds where to look to an error in the command line.
func usage(err error, args []string) error {
	hint := "samling help"
	var parseErr *kong.ParseError
	if errors.As(err, &parseErr) && parseErr.Context != nil && parseErr.Context.Command() != "" {
		hint += " " + strings.Fields(parseErr.Context.Command())[0]
	}
	return &exitError{code: exitUsage, err: err, hint: "see " + hint}
}

// fail prints an error, once, and returns the exit status for it.
func (m *Main) fail(err error) int {
	if err == nil {
		return exitDone
	}
	for _, e := range split(err) {
		fmt.Fprintf(m.Stderr, "samling: %s\n", strings.TrimRight(e.Error(), "\n"))
	}
	for _, hint := range hints(err) {
		fmt.Fprintf(m.Stderr, "hint: %s\n", hint)
	}
	return exitCode(err)
}

// split takes joined errors apart, so that each has a line.
func split(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		if _, formatted := err.(interface{ Format(fmt.State, rune) }); !formatted && isJoin(err) {
			var out []error
			for _, e := range joined.Unwrap() {
				out = append(out, split(e)...)
			}
			return out
		}
	}
	return []error{err}
}

// isJoin tells errors.Join from fmt.Errorf with several %w: a joined error's text is
// the lines of its parts.
func isJoin(err error) bool {
	parts := err.(interface{ Unwrap() []error }).Unwrap()
	lines := make([]string, len(parts))
	for i, p := range parts {
		lines[i] = p.Error()
	}
	return err.Error() == strings.Join(lines, "\n")
}
