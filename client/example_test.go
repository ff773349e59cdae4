package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"strings"

	"coopgraph/client"
)

// How are two countries connected, since when, and who says so?
func Example() {
	server := httptest.NewServer(handler()) // in place of http://127.0.0.1:8080, where `coopgraph up` serves
	defer server.Close()

	c, err := client.New(server.URL, client.Options{Retries: 2})
	if err != nil {
		log.Panic(err)
	}
	answer, err := c.Paths(context.Background(), client.PathsQuestion{From: "iso3:AZE", To: "country:ukr",
		Filter: client.Filter{Types: []string{"MEMBER_OF"}, AsOf: "2004"}})
	if err != nil {
		log.Panic(err)
	}
	if answer.None != nil {
		fmt.Println(answer.None.Text)
	}
	for _, path := range answer.Paths {
		for _, sentence := range path.Text {
			fmt.Println(sentence)
		}
	}
	// Output:
	// Azerbaijan is a member of GUAM, since 10 October 1997 [charter].
	// Ukraine is a member of GUAM, since 10 October 1997 [charter].
}

// An error says what would have been right.
func ExampleError() {
	server := httptest.NewServer(handler())
	defer server.Close()
	c, err := client.New(server.URL, client.Options{})
	if err != nil {
		log.Panic(err)
	}
	_, err = c.Entity(context.Background(), "country:azerbaijan")
	if e, ok := errors.AsType[*client.Error](err); ok && e.Code == client.CodeNotFound && e.Candidates != nil {
		fmt.Println("perhaps", (*e.Candidates)[0].Name)
	}
	// Output:
	// perhaps Azerbaijan
}

// The whole graph, piece by piece.
func ExampleClient_Graph() {
	server := httptest.NewServer(handler())
	defer server.Close()
	c, err := client.New(server.URL, client.Options{})
	if err != nil {
		log.Panic(err)
	}
	nodes, relationships := 0, 0
	end, err := c.Graph(context.Background(), client.GraphQuestion{Filter: client.Filter{AsOf: "1998"}}, client.Visitor{
		Node:         func(client.Node) error { nodes++; return nil },
		Relationship: func(client.Relationship) error { relationships++; return nil },
	})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(nodes, "nodes,", relationships, "relationships, revision", end.Revision)
	// Output:
	// 6 nodes, 5 relationships, revision 1
}

// An answer in the form that another program loads, or that a paper cites.
func ExampleClient_Write() {
	server := httptest.NewServer(handler())
	defer server.Close()
	c, err := client.New(server.URL, client.Options{})
	if err != nil {
		log.Panic(err)
	}
	var page strings.Builder
	written, err := c.Write(context.Background(), &page, client.CommonQuestion{IDs: []string{"country:aze", "country:geo"}}, "mermaid")
	if err != nil {
		log.Panic(err)
	}
	for line := range strings.Lines(page.String()) {
		if strings.Contains(line, "-->") {
			fmt.Print(line)
		}
	}
	fmt.Println(written.MediaType, written.Complete)
	// Output:
	// country__geo -->|"member of 1997-10-10 -"| organisation__guam
	// country__aze -->|"member of 1997-10-10 -"| organisation__guam
	// text/vnd.mermaid; charset=utf-8 true
}
