package fit

import (
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// Row says what keeps a claim out of a dataset, and which of its fields is at fault; "" if nothing does. The ids of the
// ends must be sound. A claim of one occasion that has no end gets its beginning as the end.
func Row(r *dataset.Row) (field, fault string) {
	info := r.Type.Info()
	if !r.Type.Valid() {
		return "type", fmt.Sprintf("%q is not a relationship type%s", r.Type, Meant(string(r.Type), graph.TypeNames()))
	}
	from, _ := graph.KindOfID(r.From)
	to, _ := graph.KindOfID(r.To)
	if !info.Joins(from, to) {
		return "from", fmt.Sprintf("%s does not lead from %s to %s; it leads %s", r.Type, from, to, info.EndsText())
	}
	if field, fault := key(&r.RelationshipKey, &info); fault != "" {
		return field, fault
	}
	if field, fault := texts(r); fault != "" {
		return field, fault
	}
	if info.Momentary && r.Until.IsZero() {
		r.Until = r.Since
	}
	return values(r, &info)
}

func values(r *dataset.Row, info *graph.TypeInfo) (field, fault string) {
	switch {
	case r.Status != "" && len(info.Statuses) == 0:
		return "status", fmt.Sprintf("%s has no status", r.Type)
	case r.Status != "" && !slices.Contains(info.Statuses, r.Status):
		return "status", fmt.Sprintf("%q is not one of %s%s", r.Status, strings.Join(info.Statuses, ", "),
			Meant(r.Status, info.Statuses))
	case r.Share != nil && !info.Shared:
		return "share", fmt.Sprintf("%s has no share", r.Type)
	case r.Share != nil && (*r.Share < 0 || *r.Share > 100):
		return "share", "it is not within 0 and 100 percent"
	case r.Confidence.Rank() == 0:
		return "confidence", fmt.Sprintf("%q is not one of %s", r.Confidence, strings.Join(graph.ConfidenceNames(), ", "))
	}
	return days(r, info)
}

func days(r *dataset.Row, info *graph.TypeInfo) (field, fault string) {
	switch {
	case !r.Since.IsZero() && !r.Until.IsZero() && r.Until.Last() < r.Since.First():
		return "until", fmt.Sprintf("it ends in %s, before it begins in %s", r.Until, r.Since)
	case info.Momentary && r.Until != r.Since:
		return "until", fmt.Sprintf("%s is of one occasion, so that until must equal since", r.Type)
	}
	return "", ""
}

func key(k *graph.RelationshipKey, info *graph.TypeInfo) (field, fault string) {
	switch {
	case k.Role != "" && info.Role == "":
		return "role", fmt.Sprintf("%s has no role", info.Type)
	case k.Role != "" && len(info.Roles) > 0 && !slices.Contains(info.Roles, k.Role):
		return "role", fmt.Sprintf("%q is not one of %s%s", k.Role, strings.Join(info.Roles, ", "), Meant(k.Role, info.Roles))
	case k.Title != "" && !info.Titled:
		return "title", fmt.Sprintf("%s has no title", info.Type)
	}
	return "", ""
}

func texts(r *dataset.Row) (field, fault string) {
	for _, t := range []struct {
		field, text string
		long        bool
	}{{"role", r.Role, false}, {"title", r.Title, false}, {"spell", r.Spell, false}, {"claim", r.Text, true},
		{"locator", r.Locator, true}} {
		if what := Text(t.text, t.long); what != "" {
			return t.field, "the text " + what
		}
	}
	if r.Text == "" {
		return "claim", "it is empty"
	}
	return "", ""
}
