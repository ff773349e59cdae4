package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Image is the image of the Docker way and of the tests.
const Image = "neo4j:5.26-community"

const (
	service     = "neo4j"
	passwordVar = "COOPGRAPH_NEO4J_PASSWORD" //nolint:gosec // a variable's name
)

// DockerImage makes sure that a Docker daemon answers and has Image, pulling it where it has not.
func DockerImage(ctx context.Context, log io.Writer) error {
	if _, err := exec.LookPath("docker"); err != nil {
		return errors.New("there is no docker program on the PATH")
	}
	quick, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if out, err := output(quick, nil, "docker", "version", "--format", "{{.Server.Version}}"); err != nil {
		return fmt.Errorf("no Docker daemon answers (%s)", lastLine(out, err))
	}
	if _, err := output(ctx, nil, "docker", "image", "inspect", Image); err == nil {
		return nil
	}
	Options{Log: log}.logf("Pulling %s (once).", Image)
	cmd := exec.Command("docker", "pull", Image)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = log, &said
	if err := runChild(ctx, cmd); err != nil {
		return fmt.Errorf("%s is not here and cannot be pulled (%s)", Image, lastLine(said.String(), err))
	}
	return nil
}

// dockerReady tells whether the Docker way can be taken: a daemon, the image, a compose, and our compose file.
func dockerReady(ctx context.Context, o Options) error {
	if _, err := os.Stat(o.ComposeFile); err != nil {
		return fmt.Errorf("there is no compose file: %w", err)
	}
	if err := DockerImage(ctx, o.Log); err != nil {
		return err
	}
	_, err := findCompose(ctx)
	return err
}

// compose is one of the two programs of that name, set to our file.
type compose struct {
	line []string // "docker compose" or "docker-compose", with -f
	env  []string // what the file asks for: ports and password
}

func findCompose(ctx context.Context) ([]string, error) {
	if _, err := output(ctx, nil, "docker", "compose", "version"); err == nil {
		return []string{"docker", "compose"}, nil
	}
	if _, err := exec.LookPath("docker-compose"); err == nil {
		return []string{"docker-compose"}, nil
	}
	return nil, errors.New("docker has no compose: install the docker compose plugin, or docker-compose")
}

func newCompose(ctx context.Context, file, password string) (compose, error) {
	line, err := findCompose(ctx)
	if err != nil {
		return compose{}, err
	}
	return compose{line: append(line, "-f", file), env: []string{passwordVar + "=" + password}}, nil
}

func (c compose) output(ctx context.Context, args ...string) (string, error) {
	return output(ctx, c.env, append(append([]string{}, c.line...), args...)...)
}

// address asks where a port of the service is published; empty means that it does not run.
func (c compose) address(ctx context.Context, port string) string {
	out, err := c.output(ctx, "port", service, port)
	if err != nil || strings.HasSuffix(strings.TrimSpace(out), ":0") {
		return ""
	}
	return strings.TrimSpace(out)
}

// server describes the running service; nil means that it does not run.
func (c compose) server(ctx context.Context, o Options, password string) *Server {
	bolt, http := c.address(ctx, "7687"), c.address(ctx, "7474")
	if bolt == "" || http == "" {
		return nil
	}
	return &Server{Way: WayDocker, URI: "bolt://" + bolt, HTTPURL: "http://" + http,
		Username: defaultUser, Password: password, Database: o.Database}
}

// startDocker starts the neo4j service of the compose file, or uses it where it runs already; then Stop leaves it alone.
func startDocker(ctx context.Context, o Options) (*Server, error) {
	if err := dockerReady(ctx, o); err != nil {
		return nil, fmt.Errorf("starting Neo4j with Docker: %w; mend that, or set COOPGRAPH_NEO4J=java", err)
	}
	password, err := EnvFile(filepath.Dir(o.ComposeFile))
	if err != nil {
		return nil, err
	}
	c, err := newCompose(ctx, o.ComposeFile, password)
	if err != nil {
		return nil, err
	}
	if s := c.server(ctx, o, password); s != nil {
		o.logf("Neo4j runs in a container already; it will be left running.")
		return s, c.await(ctx, o, s, nil)
	}
	return c.up(ctx, o, password)
}

// up starts the service on free ports and waits until it answers.
func (c compose) up(ctx context.Context, o Options, password string) (*Server, error) {
	bolt, http, err := o.pickPorts()
	if err != nil {
		return nil, err
	}
	c.env = append(c.env, fmt.Sprintf("COOPGRAPH_BOLT_PORT=%d", bolt), fmt.Sprintf("COOPGRAPH_HTTP_PORT=%d", http))
	o.logf("Starting Neo4j with Docker (%s).", Image)
	out, err := c.output(ctx, "up", "-d", service)
	run := &dockerRun{compose: c}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s up: %w\n%s", strings.Join(c.line, " "), err, out), run.abandon())
	}
	s := c.server(ctx, o, password)
	if s == nil {
		return nil, errors.Join(errors.New("the container ended at once:\n"+c.logs()), run.abandon())
	}
	if run.waiter, err = c.waiter(ctx); err != nil {
		return nil, errors.Join(err, run.abandon())
	}
	s.run = run
	if err := c.await(ctx, o, s, run.waiter.ended); err != nil {
		return nil, errors.Join(err, run.abandon())
	}
	return s, nil
}

// waiter runs `docker wait`, which ends when the container does.
func (c compose) waiter(ctx context.Context) (*child, error) {
	id, err := c.output(ctx, "ps", "-q", service)
	if err != nil {
		return nil, fmt.Errorf("asking for the container: %w\n%s", err, id)
	}
	return startChild(exec.Command("docker", "wait", strings.TrimSpace(id)))
}

// await waits until the container's data database answers.
func (c compose) await(ctx context.Context, o Options, s *Server, ended <-chan struct{}) error {
	began := time.Now()
	limited, cancel := context.WithTimeoutCause(ctx, o.StartTimeout, fmt.Errorf("it did not answer within %s", o.StartTimeout))
	defer cancel()
	err := s.waitReady(limited, ended)
	switch {
	case err == nil:
		o.logf("Neo4j answers at %s after %s (data in a Docker volume).", s.URI, time.Since(began).Round(100*time.Millisecond))
		return nil
	case ctx.Err() != nil:
		return err
	case errors.Is(err, ErrPassword):
		err = fmt.Errorf("%w in %s: the volume was set up with another. Put that one there, or remove the volume with "+
			"`%s down -v` and load again", err, filepath.Join(filepath.Dir(o.ComposeFile), ".env"), strings.Join(c.line, " "))
	}
	return fmt.Errorf("Neo4j did not start in its container: %w\nIts last lines:\n%s", err, c.logs())
}

func (c compose) logs() string {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	out, _ := c.output(ctx, "logs", "--no-color", "--tail", "12", service)
	return "  " + strings.ReplaceAll(strings.TrimSpace(out), "\n", "\n  ")
}

// dockerRun stops the container; its volume keeps the data.
type dockerRun struct {
	compose compose
	waiter  *child
}

func (r *dockerRun) done() <-chan struct{} { return r.waiter.ended }

func (r *dockerRun) stop(ctx context.Context) error {
	out, err := r.compose.output(ctx, "stop", "-t", "20", service)
	if err != nil {
		return fmt.Errorf("stopping the container: %w\n%s", err, out)
	}
	return r.waiter.stop(ctx)
}

// abandon stops what a failed start has left, whatever became of the caller's context.
func (r *dockerRun) abandon() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if out, err := r.compose.output(ctx, "stop", "-t", "5", service); err != nil {
		return fmt.Errorf("stopping the container: %w\n%s", err, out)
	}
	if r.waiter != nil {
		return r.waiter.stop(ctx)
	}
	return nil
}

// EnvFile returns the password that the file .env beside docker-compose.yml holds; both composes read that file by
// themselves. Where there is none it is made, with a random password and mode 0600.
func EnvFile(dir string) (password string, err error) {
	file := filepath.Join(dir, ".env")
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("password of the container: %w", err)
	}
	for line := range strings.Lines(string(b)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), passwordVar+"="); ok {
			return checkPassword(file, []byte(value))
		}
	}
	if len(b) > 0 && b[len(b)-1] != '\n' {
		b = append(b, '\n')
	}
	password = newPassword()
	if err := writeFile(file, append(b, passwordVar+"="+password+"\n"...)); err != nil {
		return "", fmt.Errorf("keeping the container's password: %w", err)
	}
	return password, nil
}

// output runs a command to its end and returns what it printed.
func output(ctx context.Context, env []string, line ...string) (string, error) {
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = append(os.Environ(), env...)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	err := runChild(ctx, cmd)
	return out.String(), err
}

// lastLine is the last thing that a failed command said, else how it failed.
func lastLine(out string, err error) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	return err.Error()
}
