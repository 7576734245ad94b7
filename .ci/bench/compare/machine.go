package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// machine prints on what machine, when, and with which versions this was measured.
func (b *bench) machine(ctx context.Context, w io.Writer) error {
	cpu, err := procLine("/proc/cpuinfo", "model name")
	if err != nil {
		return err
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Measured %s on %s, %d cores, Linux %s, %s. Load when it began: %s. Medians of %d rounds; lists of seed %d.\n\n",
		time.Now().UTC().Format("2006-01-02"), cpu, runtime.NumCPU(), bytes.TrimSpace(kernel), runtime.Version(),
		strings.Fields(string(load))[0], b.rounds, b.seed)
	var names []string
	for _, v := range versions(b) {
		out, err := exec.CommandContext(ctx, v[0], v[1:]...).CombinedOutput()
		line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		if err != nil {
			return fmt.Errorf("%s: %w: %s", strings.Join(v, " "), err, line)
		}
		names = append(names, line)
	}
	fmt.Fprintf(w, "Versions: %s.\n", strings.Join(names, "; "))
	return nil
}

// versions are commands whose first line of output is a name and a version.
func versions(b *bench) [][]string {
	script := `import lxml, rdflib, scrapy, platform
print(f'Python {platform.python_version()}, lxml {lxml.__version__}, rdflib {rdflib.__version__}, Scrapy {scrapy.__version__}')`
	return [][]string{
		{b.ours("samling"), "version"},
		{python, "-c", script},
		{"node", "-p", "`Node.js ${process.version}, ` + Object.entries(JSON.parse(fs.readFileSync(process.argv[1])).dependencies).map(d => d.join(' ')).join(', ')", b.other("package.json")},
		{"sh", "-c", "serdi -v | head -n 1 | sed 's/ <.*//'"},
		{"sh", "-c", "echo rapper $(rapper --version)"},
	}
}

// procLine is the value of a key in a file of lines "key : value".
func procLine(path, key string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), nil
		}
	}
	return "a CPU without a name", nil
}
