// Write puts Samling's writers beside serdi and rapper: it reads N-Triples and writes the
// same statements as N-Triples, Turtle or JSON-LD.
//
//	write FORM IN OUT       reads and writes, a subject at a time
//	write -alone FORM IN    reads all, then writes it again and again: writing alone
//
// FORM is ntriples, turtle or jsonld. Each line of IN is a statement in the canonical form
// of N-Triples, those of a subject together, as Samling publishes them.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"samling/publish"
	"samling/publish/jsonld"
	"samling/publish/ntriples"
	"samling/publish/turtle"
)

// base is that of the publications the bench makes.
const base = "https://lit.example.org/"

// least is for how long writing is measured.
const least = 2 * time.Second

func main() {
	alone := flag.Bool("alone", false, "measure writing alone")
	flag.Parse()
	var err error
	switch {
	case *alone && flag.NArg() == 2:
		err = again(flag.Arg(0), flag.Arg(1))
	case !*alone && flag.NArg() == 3:
		err = convert(flag.Arg(0), flag.Arg(1), flag.Arg(2))
	default:
		err = errors.New("usage: write [-alone] ntriples|turtle|jsonld IN [OUT]")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "write:", err)
		os.Exit(1)
	}
}

func form(name string) (publish.Dump, error) {
	switch name {
	case "ntriples":
		return ntriples.Writer{File: name}, nil
	case "turtle":
		return turtle.Writer{File: name, Base: base}, nil
	case "jsonld":
		return jsonld.Writer{File: name}, nil
	}
	return nil, fmt.Errorf("no such form: %s", name)
}

func convert(name, in, out string) error {
	d, err := form(name)
	if err != nil {
		return err
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 128<<10)
	triples, err := whole(d, w, func(give func(publish.Group) error) error { return read(in, give) })
	if err = errors.Join(err, w.Flush(), f.Close()); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]int{"triples": triples})
}

func again(name, in string) error {
	d, err := form(name)
	if err != nil {
		return err
	}
	var groups []publish.Group
	err = read(in, func(g publish.Group) error { groups = append(groups, g); return nil })
	if err != nil {
		return err
	}
	all := func(give func(publish.Group) error) error {
		for _, g := range groups {
			if err := give(g); err != nil {
				return err
			}
		}
		return nil
	}
	triples, from := 0, cpu()
	for cpu()-from < least {
		n, err := whole(d, io.Discard, all)
		if err != nil {
			return err
		}
		triples += n
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]float64{"triples": float64(triples), "seconds": (cpu() - from).Seconds()})
}

// whole writes a file of one part, and counts its statements.
func whole(d publish.Dump, w io.Writer, groups func(give func(publish.Group) error) error) (triples int, err error) {
	info := publish.Info{Base: base}
	part := publish.Part{Source: "list"}
	if err := errors.Join(d.Head(w, info), d.Begin(w, part)); err != nil {
		return 0, err
	}
	err = groups(func(g publish.Group) error {
		triples += len(g.Triples)
		return d.Group(w, part, g)
	})
	return triples, errors.Join(err, d.End(w, part), d.Tail(w, info))
}

// cpu is the time this process has used, on all cores.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
