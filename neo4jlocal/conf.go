package neo4jlocal

import (
	"fmt"
	"strings"
)

// conf is Neo4j's configuration for one start. The ports were found free a moment ago.
func (o Options) conf(bolt, http int) string {
	lines := []string{
		"# Written by coopgraph at every start; changes are lost.",
		"server.default_listen_address=127.0.0.1",
		fmt.Sprintf("server.bolt.listen_address=127.0.0.1:%d", bolt),
		fmt.Sprintf("server.http.listen_address=127.0.0.1:%d", http),
		"server.https.enabled=false",
		"dbms.usage_report.enabled=false",

		"# What a read could reach otherwise: files, and addresses that only this machine sees.",
		"dbms.security.allow_csv_import_from_file_urls=false",
		"internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0",
		"server.directories.import=import",

		fmt.Sprintf("db.transaction.timeout=%dms", o.TransactionTimeout.Milliseconds()),
		"server.memory.heap.max_size=" + o.Heap,
		"server.memory.pagecache.size=" + o.PageCache,

		"# An empty database would take half a gigabyte of log files.",
		"db.tx_log.preallocate=false",
		"# Otherwise a polite stop takes 11 seconds.",
		"internal.dbms.bolt.netty_server_shutdown_quiet_period=0",
		"",
	}
	return strings.Join(lines, "\n")
}
