package bolt

import (
	"reflect"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"

	"coopgraph/graph"
)

// readPlan makes the tree of a plan, and notes the names of all its operators in into.
//
// It reads what the driver holds instead of asking it: the driver (5.28.4) gives as each child of an operator the last
// one (plan.Children keeps the address of its loop variable, and is built with Go 1.18's meaning of that), so that the
// operators below all others are never seen, and the lock that goes by them would guard half of a plan. Should a later
// driver hold a plan otherwise, none is read: without one nothing is run.
func readPlan(p neo4j.Plan, into map[string]bool) (*graph.Operator, error) {
	held := reflect.ValueOf(p)
	if held.Kind() == reflect.Pointer {
		held = held.Elem()
	}
	if held.Kind() == reflect.Struct {
		held = held.FieldByName("plan")
	}
	if !held.IsValid() || held.Type() != reflect.TypeFor[*db.Plan]() || held.IsNil() {
		return nil, &graph.Error{Code: graph.CodeInternal, Message: "the driver holds plans in a form that this program does not know"}
	}
	return readOperator(held.Elem(), into), nil
}

// readOperator reads a db.Plan that may not be taken out of the driver's own value.
func readOperator(held reflect.Value, into map[string]bool) *graph.Operator {
	o := &graph.Operator{Name: operatorName(held.FieldByName("Operator").String()), Rows: -1}
	into[o.Name] = true
	arguments := held.FieldByName("Arguments")
	if details := argument(arguments, "Details"); details.Kind() == reflect.String {
		o.Details = details.String()
	}
	if rows := argument(arguments, "EstimatedRows"); rows.Kind() == reflect.Float64 {
		o.Rows = rows.Float()
	}
	children := held.FieldByName("Children")
	for i := range children.Len() {
		o.Children = append(o.Children, readOperator(children.Index(i), into))
	}
	return o
}

// argument is a value of a map[string]any; the zero Value where there is none.
func argument(arguments reflect.Value, name string) reflect.Value {
	v := arguments.MapIndex(reflect.ValueOf(name))
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}
