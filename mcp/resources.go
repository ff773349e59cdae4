package mcp

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
)

// Addresses of resources.
const (
	entityURI = "coopgraph://entity/"
	sourceURI = "coopgraph://source/"
	schemaURI = "coopgraph://schema"

	idTemplate = "{+id}" // an id has a colon, which a plain {id} would not match
)

const markdown = "text/markdown"

// addResources adds pages that a client can put before its model: of every entity and source, and of what can be in the
// graph.
func (s *Server) addResources() {
	s.server.AddResource(&sdk.Resource{URI: schemaURI, Name: "schema", Title: "What can be in the graph", MIMEType: markdown,
		Description: "The kinds of entities and the types of ties, with what each means, and the schemes of codes."},
		func(context.Context, *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
			return page(schemaURI, schemaPage()), nil
		})
	s.server.AddResourceTemplate(&sdk.ResourceTemplate{URITemplate: entityURI + idTemplate, Name: "entity", Title: "An entity",
		Description: "What is known of an entity, and its most specific ties. The id is such as country:aze.", MIMEType: markdown},
		s.resource(entityURI, func(ctx context.Context, id string) (string, error) {
			about, err := s.describe(ctx, entityInput{id})
			if err != nil {
				return "", err
			}
			around, err := s.neighbourhood(ctx, neighbourhoodInput{Entities: []string{about.ID}})
			if err != nil {
				return "", err
			}
			return "# " + about.Name + "\n\n" + about.text() + "\n\n# Around it\n\n" + around.text(), nil
		}))
	s.server.AddResourceTemplate(&sdk.ResourceTemplate{URITemplate: sourceURI + idTemplate, Name: "source", Title: "A source",
		Description: "Which page, report or table a source is, and what it supports.", MIMEType: markdown},
		s.resource(sourceURI, func(ctx context.Context, id string) (string, error) {
			a, err := s.source(ctx, sourceInput{ID: id})
			if err != nil {
				return "", err
			}
			return a.text(), nil
		}))
}

// resource makes a page of what stands behind a prefix. It is answered like a call.
func (s *Server) resource(prefix string, write func(ctx context.Context, id string) (string, error)) sdk.ResourceHandler {
	return func(ctx context.Context, req *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
		uri := req.Params.URI
		id, err := url.PathUnescape(strings.TrimPrefix(uri, prefix))
		if err != nil || len(id) > graph.MaxIDLength {
			return nil, sdk.ResourceNotFoundError(uri)
		}
		ctx, cancel := context.WithTimeout(ctx, s.Deadline)
		defer cancel()
		text, err := write(ctx, id)
		if err == nil {
			return page(uri, text), nil
		}
		switch e := graph.Shown(err); e.Code {
		case graph.CodeNotFound, graph.CodeInvalid:
			return nil, sdk.ResourceNotFoundError(uri)
		default:
			s.Log.WarnContext(ctx, "a resource was not read", "uri", uri, "cause", causeOf(err))
			return nil, fmt.Errorf("%s", errorText(e))
		}
	}
}

func page(uri, text string) *sdk.ReadResourceResult {
	return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{URI: uri, MIMEType: markdown, Text: text}}}
}

func schemaPage() string {
	var w words
	w.line("# Kinds of entities\n")
	for _, k := range graph.Kinds() {
		w.line("- `%s` (ids `%s:…`): %s", k.Kind, k.Kind.Prefix(), k.Description)
	}
	w.line("\n# Types of ties\n")
	for _, t := range graph.Types() {
		w.line("- `%s`: %s %s%s%s", t.Type, t.Description, t.EndsText(), allowedText("role", t.Roles), allowedText("status", t.Statuses))
	}
	w.line("\n# Schemes of codes, written scheme:code\n")
	for _, s := range graph.Schemes() {
		w.line("- `%s`: %s", s.Name, s.Description)
	}
	w.line("\n# How well a claim is supported\n\n%s", strings.Join(graph.ConfidenceNames(), ", ")+", from the strongest.")
	return w.plain(state{})
}

func allowedText(what string, values []string) string {
	if len(values) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s: %s", what, strings.Join(values, ", "))
}

// maxCompletions is how many ids are suggested while one is typed.
const maxCompletions = 20

// complete suggests ids for the pages of entities, from the names that are typed.
func (s *Server) complete(ctx context.Context, req *sdk.CompleteRequest) (*sdk.CompleteResult, error) {
	result := &sdk.CompleteResult{Completion: sdk.CompletionResultDetails{Values: []string{}}}
	typed := strings.TrimSpace(req.Params.Argument.Value)
	if req.Params.Ref == nil || req.Params.Ref.URI != entityURI+idTemplate || typed == "" {
		return result, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.Deadline)
	defer cancel()
	hits, err := s.Reader.Search(ctx, graph.SearchQuery{Text: cutText(graph.TextOfID(typed), graph.MaxQueryLength-len(" …")), Limit: maxCompletions})
	if err != nil { // a suggestion less is no harm, and the log of the question itself will say more
		hits = nil
	}
	for _, h := range hits {
		if !slices.Contains(result.Completion.Values, h.ID) {
			result.Completion.Values = append(result.Completion.Values, h.ID)
		}
	}
	return result, nil
}
