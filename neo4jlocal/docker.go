package neo4jlocal

import (
	"context"
	"errors"
)

var errNoDocker = errors.New("the Docker way is not there yet")

func dockerReady(context.Context, Options) error { return errNoDocker }

func startDocker(context.Context, Options) (*Server, error) { return nil, errNoDocker }
