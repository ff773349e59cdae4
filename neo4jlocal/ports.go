package neo4jlocal

import (
	"fmt"
	"net"
)

// pickPorts settles the ports of Bolt and HTTP.
func (o Options) pickPorts() (bolt, http int, err error) {
	if bolt, err = pickPort("Bolt", o.BoltPort, defaultBolt, 0); err != nil {
		return 0, 0, err
	}
	http, err = pickPort("HTTP", o.HTTPPort, defaultHTTP, bolt)
	return bolt, http, err
}

// pickPort returns wanted if it is free. With none wanted it returns the first free port from preferred on, which is
// not other.
func pickPort(name string, wanted, preferred, other int) (int, error) {
	if wanted != 0 {
		if !portFree(wanted) {
			return 0, fmt.Errorf("%s on 127.0.0.1:%d: %w; free it, or name another port", name, wanted, ErrPortTaken)
		}
		return wanted, nil
	}
	for port := preferred; port < preferred+1000 && port < 1<<16; port++ {
		if port != other && portFree(port) {
			return port, nil
		}
	}
	return 0, fmt.Errorf("%s: %w, as are the thousand after it; free one from %d on", name, ErrPortTaken, preferred)
}

func portFree(port int) bool {
	l, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return false
	}
	return l.Close() == nil
}
