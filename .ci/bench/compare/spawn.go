package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// cost is what a process took, with the processes it waited for.
type cost struct {
	CPU  time.Duration // user and system
	Wall time.Duration
	Peak int64 // resident memory in bytes, at most
}

// spawn runs a command as a process of its own and measures it.
//
// Linux hands the peak of the process that starts a program on to it, so the command is
// started by a small process in between: peaks under some 8 MiB are that one's.
func spawn(ctx context.Context, dir string, command ...string) (stdout []byte, c cost, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, c, err
	}
	report, reported, err := os.Pipe()
	if err != nil {
		return nil, c, err
	}
	defer report.Close()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, self, append([]string{"spawn"}, command...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = dir, &out, &errs, []*os.File{reported}
	// Debian's modules, and no other ones; no compiled files beside ours.
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "PYTHONNOUSERSITE=1")
	err = cmd.Start()
	reported.Close()
	if err != nil {
		return nil, c, err
	}
	decodeErr := json.NewDecoder(report).Decode(&c)
	if err := cmd.Wait(); err != nil {
		return nil, c, fmt.Errorf("%w: %s", err, bytes.TrimSpace(errs.Bytes()))
	}
	return out.Bytes(), c, decodeErr
}

// spawned is the process in between.
func spawned(command []string) int {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	from := time.Now()
	err := cmd.Run()
	wall := time.Since(from)
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		return 127
	}
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	c := cost{CPU: time.Duration(u.Utime.Nano() + u.Stime.Nano()), Wall: wall, Peak: u.Maxrss << 10}
	if err := json.NewEncoder(os.NewFile(3, "report")).Encode(c); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return cmd.ProcessState.ExitCode()
}

// median is the cost in the middle, each quantity by itself.
func median(costs []cost) cost {
	return cost{
		CPU:  middle(costs, func(c cost) time.Duration { return c.CPU }),
		Wall: middle(costs, func(c cost) time.Duration { return c.Wall }),
		Peak: middle(costs, func(c cost) int64 { return c.Peak }),
	}
}

func middle[T ~int64](costs []cost, of func(cost) T) T {
	var all []T
	for _, c := range costs {
		all = append(all, of(c))
	}
	slices.Sort(all)
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}
