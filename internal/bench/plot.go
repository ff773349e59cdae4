package main

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The plot's field in the units of its view box, and the room around it for labels.
const (
	plotWidth, plotHeight           = 560.0, 400.0
	plotLeft, plotTop, plotRight    = 70.0, 40.0, 290.0
	plotBottom                      = 50.0
	leastMicroseconds, mostExponent = 1.0, 7 // from 1 µs to 10 s
)

// series is a line of the plot.
type series struct {
	name   string
	ours   bool
	points [][2]float64 // nodes, microseconds
}

var generatedName = regexp.MustCompile(`^generated (\d+)([kM])/\d+[kM]$`)

// nodesOf reads the number of nodes off the name of a generated graph; 0 where it is none.
func nodesOf(name string) float64 {
	found := generatedName.FindStringSubmatch(name)
	if found == nil {
		return 0
	}
	n, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		return 0
	}
	if found[2] == "k" {
		return n * 1e3
	}
	return n * 1e6
}

// growth gathers how the times of searches grow with the graph: every question and rival that was measured on at least
// two generated graphs.
func growth(results []result) []series {
	byName := map[string]*series{}
	var order []string
	add := func(name string, ours bool, nodes, took float64) {
		s := byName[name]
		if s == nil {
			s = &series{name: name, ours: ours}
			byName[name] = s
			order = append(order, name)
		}
		if !slices.ContainsFunc(s.points, func(p [2]float64) bool { return p[0] == nodes }) {
			s.points = append(s.points, [2]float64{nodes, took})
		}
	}
	for _, r := range results {
		if nodes := nodesOf(r.Graph); nodes > 0 && r.Unit == "µs" && !strings.Contains(r.Case, "filtered") {
			add("coopgraph, "+r.Case, true, nodes, r.Ours)
			add(r.Rival+", "+r.Case, false, nodes, r.Theirs)
		}
	}
	var out []series
	for _, name := range order {
		if s := byName[name]; len(s.points) > 1 {
			slices.SortFunc(s.points, func(a, b [2]float64) int { return int(a[0] - b[0]) })
			out = append(out, *s)
		}
	}
	// The lines are named beside their right ends, which have to be in order for that.
	slices.SortStableFunc(out, func(a, b series) int {
		return int(math.Copysign(1, b.points[len(b.points)-1][1]-a.points[len(a.points)-1][1]))
	})
	return out
}

// plot draws the growth of search times as an SVG with logarithmic axes, from the results of an earlier run.
func plot(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("the results of a run of `make bench`: %w", err)
	}
	var results []result
	if err := json.Unmarshal(text, &results); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	lines := growth(results)
	if len(lines) == 0 {
		return fmt.Errorf("%s has no search that was measured on graphs of two sizes; run `make bench` whole", from)
	}
	return os.WriteFile(to, []byte(draw(lines)), 0o644) //nolint:gosec // a picture for the documentation
}

func draw(lines []series) string {
	least, most := math.Inf(1), 0.0
	for _, s := range lines {
		least, most = min(least, s.points[0][0]), max(most, s.points[len(s.points)-1][0])
	}
	x := func(nodes float64) float64 { return plotLeft + plotWidth*math.Log(nodes/least)/math.Log(most/least) }
	y := func(took float64) float64 {
		return plotTop + plotHeight*(1-math.Log10(max(took, leastMicroseconds)/leastMicroseconds)/mostExponent)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="12">`+"\n",
		plotLeft+plotWidth+plotRight, plotTop+plotHeight+plotBottom)
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	fmt.Fprintf(&b, `<text x="%g" y="20" font-size="15">Time of one question, median</text>`+"\n", plotLeft)
	for e := range mostExponent + 1 {
		took := math.Pow10(e) * leastMicroseconds
		fmt.Fprintf(&b, `<path d="M%g %.1fh%g" stroke="#ddd"/><text x="%g" y="%.1f" text-anchor="end">%s</text>`+"\n",
			plotLeft, y(took), plotWidth, plotLeft-8, y(took)+4, timeLabel(took))
	}
	for nodes := least; nodes <= most; nodes *= 10 {
		fmt.Fprintf(&b, `<path d="M%.1f %gv%g" stroke="#ddd"/><text x="%.1f" y="%g" text-anchor="middle">%s</text>`+"\n",
			x(nodes), plotTop, plotHeight, x(nodes), plotTop+plotHeight+18, countLabel(nodes))
	}
	fmt.Fprintf(&b, `<text x="%g" y="%g" text-anchor="middle">nodes, each with ten relationships</text>`+"\n",
		plotLeft+plotWidth/2, plotTop+plotHeight+40)
	lowest := 0.0 // where the name above ends
	for i, s := range lines {
		colour, width := fmt.Sprintf("hsl(%d 25%% 55%%)", i*67%360), 1.5
		if s.ours {
			colour, width = fmt.Sprintf("hsl(%d 85%% 38%%)", i*67%360), 3
		}
		var way strings.Builder
		for k, p := range s.points {
			fmt.Fprintf(&way, "%c%.1f %.1f", "ML"[min(k, 1)], x(p[0]), y(p[1]))
		}
		last := s.points[len(s.points)-1]
		name := max(y(last[1])+4, lowest+14)
		lowest = name
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="%g"/>`+"\n", &way, colour, width)
		fmt.Fprintf(&b, `<path d="M%.1f %.1fL%g %.1f" stroke="%s" stroke-width="0.7"/>`, x(last[0]), y(last[1]),
			plotLeft+plotWidth+12, name-4, colour)
		fmt.Fprintf(&b, `<text x="%g" y="%.1f" fill="%s">%s</text>`+"\n", plotLeft+plotWidth+16, name, colour,
			html.EscapeString(s.name))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func timeLabel(microseconds float64) string {
	switch {
	case microseconds >= 1e6:
		return fmt.Sprintf("%g s", microseconds/1e6)
	case microseconds >= 1e3:
		return fmt.Sprintf("%g ms", microseconds/1e3)
	}
	return fmt.Sprintf("%g µs", microseconds)
}

func countLabel(n float64) string {
	if n >= 1e6 {
		return fmt.Sprintf("%g million", n/1e6)
	}
	return fmt.Sprintf("%g,000", n/1e3)
}
