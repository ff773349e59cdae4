package queries

import (
	"strings"

	"coopgraph/graph"
)

// readers are the operators of Neo4j 5.26 that read the graph or work on rows, and do nothing else. What is not here
// is refused, so an operator that a later version brings is refused until somebody has looked at it. Left out on
// purpose: LoadCSV, ProcedureCall, the Show ones, TerminateTransactions and AdministrationCommand, which reach beyond
// the graph; TransactionApply and TransactionForeach, which commit; RunQueryAt, which asks another database; Foreach
// and all that write; AssertSameNode and the like, which only MERGE needs.
var readers = func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(`
		AllNodesScan NodeByLabelScan UnionNodeByLabelsScan IntersectionNodeByLabelsScan SubtractionNodeByLabelsScan
		NodeByIdSeek NodeByElementIdSeek NodeIndexScan NodeIndexSeek NodeIndexSeekByRange NodeIndexContainsScan
		NodeIndexEndsWithScan NodeUniqueIndexSeek NodeUniqueIndexSeekByRange MultiNodeIndexSeek
		NodeCountFromCountStore RelationshipCountFromCountStore
		DirectedAllRelationshipsScan UndirectedAllRelationshipsScan
		DirectedRelationshipTypeScan UndirectedRelationshipTypeScan
		DirectedUnionRelationshipTypesScan UndirectedUnionRelationshipTypesScan
		DirectedRelationshipByIdSeek UndirectedRelationshipByIdSeek
		DirectedRelationshipByElementIdSeek UndirectedRelationshipByElementIdSeek
		DirectedRelationshipIndexScan UndirectedRelationshipIndexScan
		DirectedRelationshipIndexSeek UndirectedRelationshipIndexSeek
		DirectedRelationshipIndexSeekByRange UndirectedRelationshipIndexSeekByRange
		DirectedRelationshipUniqueIndexSeek UndirectedRelationshipUniqueIndexSeek
		DirectedRelationshipUniqueIndexSeekByRange UndirectedRelationshipUniqueIndexSeekByRange
		DirectedRelationshipIndexContainsScan UndirectedRelationshipIndexContainsScan
		DirectedRelationshipIndexEndsWithScan UndirectedRelationshipIndexEndsWithScan
		Argument EmptyRow EmptyResult ProduceResults
		Expand OptionalExpand VarLengthExpand ShortestPath StatefulShortestPath Repeat BidirectionalRepeat
		PathPropagatingBFS ProjectEndpoints
		Filter Projection CacheProperties Distinct OrderedDistinct Eager EagerAggregation OrderedAggregation
		Sort PartialSort Top PartialTop Top1WithTies Skip Limit ExhaustiveLimit Unwind Union OrderedUnion Optional
		Apply SemiApply AntiSemiApply LetSemiApply LetAntiSemiApply SelectOrSemiApply SelectOrAntiSemiApply
		LetSelectOrSemiApply LetSelectOrAntiSemiApply ConditionalApply AntiConditionalApply RollUpApply Anti
		CartesianProduct NodeHashJoin ValueHashJoin NodeLeftOuterHashJoin NodeRightOuterHashJoin
		TriadicSelection TriadicBuild TriadicFilter NullifyMetadata PreserveOrder
		PartitionedAllNodesScan PartitionedNodeByLabelScan PartitionedNodeIndexScan PartitionedNodeIndexSeek
		PartitionedNodeIndexSeekByRange PartitionedUnionNodeByLabelsScan PartitionedIntersectionNodeByLabelsScan
		PartitionedSubtractionNodeByLabelsScan PartitionedUnwind
		PartitionedDirectedAllRelationshipsScan PartitionedUndirectedAllRelationshipsScan
		PartitionedDirectedRelationshipTypeScan PartitionedUndirectedRelationshipTypeScan
		PartitionedDirectedUnionRelationshipTypesScan PartitionedUndirectedUnionRelationshipTypesScan
		PartitionedDirectedRelationshipIndexScan PartitionedUndirectedRelationshipIndexScan
		PartitionedDirectedRelationshipIndexSeek PartitionedUndirectedRelationshipIndexSeek
		PartitionedDirectedRelationshipIndexSeekByRange PartitionedUndirectedRelationshipIndexSeekByRange`) {
		set[name] = true
	}
	return set
}()

// checkPlan is the second and third lock. It gives the reason why the plan is refused, "" for one that is not.
func checkPlan(p graph.Plan) string {
	for _, operator := range p.Operators {
		name, _, _ := strings.Cut(operator, "(") // Expand(All)
		if !readers[name] {
			return "the operator " + operator + " in its plan is not allowed: it does more than read the graph"
		}
	}
	switch {
	case len(p.Operators) == 0:
		return "the database shows no plan for it, so that nobody can tell what it does"
	case !p.ReadOnly:
		return "the database does not take it for a read"
	}
	return ""
}
