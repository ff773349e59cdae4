package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// euid is a variable so that tests can be somebody else.
var euid = os.Geteuid

// installers are the systems whose packages we know: how to tell one, and the command that brings Java and Maven.
var installers = []struct{ program, command string }{
	{"apt-get", "apt-get update && %sapt-get install -y openjdk-17-jre-headless maven"},
	{"dnf", "dnf install -y java-21-openjdk-headless maven"},
	{"apk", "apk add openjdk21-jre-headless maven"},
	{"pacman", "pacman -S --needed jre21-openjdk-headless maven"},
	{"zypper", "zypper install -y java-21-openjdk-headless maven"},
	{"brew", "brew install openjdk@21 maven"},
}

// Setup brings together what the way of o needs, so that a later Start is quick and needs no network: the image on the
// Docker way; Java, Maven, the jars and the class-data archive on the Java way.
func Setup(ctx context.Context, o Options) error {
	o, err := o.withDefaults()
	if err != nil {
		return err
	}
	way, err := choose(ctx, o)
	if err != nil || way == WayURI {
		return err
	}
	if way == WayDocker {
		return dockerReady(ctx, o)
	}
	if err := EnsureTools(ctx, o.Log); err != nil {
		return err
	}
	_, err = prepareJava(ctx, o)
	return err
}

// EnsureTools makes sure that a Java 17 or 21 is here, and Maven if jars have yet to be fetched. Where something is
// missing it installs it with apt, as root or through a sudo that asks for no password; on other systems, or without
// the right to, the error holds the exact command.
func EnsureTools(ctx context.Context, log io.Writer) error {
	missing := missingTools(ctx)
	if missing == nil {
		return nil
	}
	rights, err := aptRights(ctx)
	if err != nil {
		return fmt.Errorf("%w; %s", errors.Join(missing...), installAdvice())
	}
	var packages []string
	for _, m := range missing {
		if errors.Is(m, errNoMaven) {
			packages = append(packages, "maven")
		} else {
			packages = append(packages, "openjdk-17-jre-headless")
		}
	}
	if err := aptInstall(ctx, log, rights, packages); err != nil {
		return fmt.Errorf("%w; %s", err, installAdvice())
	}
	if missing := missingTools(ctx); missing != nil {
		return fmt.Errorf("apt has installed %s, yet %w", strings.Join(packages, " and "), errors.Join(missing...))
	}
	return nil
}

// missingTools says what has to be installed; nil means nothing.
func missingTools(ctx context.Context) []error {
	var missing []error
	if _, err := findJava(ctx); err != nil {
		missing = append(missing, err)
	}
	if dir, err := jarFolder(); err == nil {
		if _, err := listJars(dir); err == nil {
			return missing // Maven has done its work
		}
	}
	if _, err := findMaven(); err != nil {
		missing = append(missing, err)
	}
	return missing
}

// aptRights returns what has to stand before apt-get: nothing for root, else a sudo that asks nothing.
func aptRights(ctx context.Context) ([]string, error) {
	if _, err := exec.LookPath("apt-get"); err != nil {
		return nil, err
	}
	if euid() == 0 {
		return nil, nil
	}
	if err := exec.CommandContext(ctx, "sudo", "-n", "true").Run(); err != nil {
		return nil, fmt.Errorf("no right to install packages: %w", err)
	}
	return []string{"sudo", "-n"}, nil
}

// aptInstall installs packages; where the system has no Java 17 any more it takes 21.
func aptInstall(ctx context.Context, log io.Writer, rights, packages []string) error {
	Options{Log: log}.logf("Installing %s with apt.", strings.Join(packages, " and "))
	if err := apt(ctx, log, rights, "update", "-q"); err != nil {
		return err
	}
	for i, name := range packages {
		if name != "maven" && exec.CommandContext(ctx, "apt-cache", "show", name).Run() != nil {
			packages[i] = "openjdk-21-jre-headless"
		}
	}
	return apt(ctx, log, rights, append([]string{"install", "-y", "-q", "--no-install-recommends"}, packages...)...)
}

// InstallWithApt installs packages of Debian or Ubuntu, as root or through a sudo that asks for no password. Without
// apt, or without the right to, it does nothing and says so.
func InstallWithApt(ctx context.Context, log io.Writer, packages ...string) error {
	rights, err := aptRights(ctx)
	if err != nil {
		return err
	}
	Options{Log: log}.logf("Installing %s with apt.", strings.Join(packages, " and "))
	if err := apt(ctx, log, rights, "update", "-q"); err != nil {
		return err
	}
	return apt(ctx, log, rights, append([]string{"install", "-y", "-q", "--no-install-recommends"}, packages...)...)
}

// apt runs apt-get. Interrupted, it gets half a minute to leave its database in order.
func apt(ctx context.Context, log io.Writer, rights []string, args ...string) error {
	line := append(append([]string{}, rights...), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
	line = append(line, args...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := runChildWithin(ctx, cmd, 30*time.Second); err != nil {
		return fmt.Errorf("%s failed: %w", strings.Join(line, " "), err)
	}
	return nil
}

// installAdvice is what to do on this system where Java or Maven is missing.
func installAdvice() string {
	for _, i := range installers {
		if _, err := exec.LookPath(i.program); err != nil {
			continue
		}
		sudo := ""
		if euid() != 0 && i.program != "brew" {
			sudo = "sudo "
		}
		command := sudo + i.command
		if strings.Contains(command, "%s") {
			command = fmt.Sprintf(command, sudo)
		}
		return "install them with\n  " + command + "\nor start Docker, or set NEO4J_URI to a Neo4j that runs"
	}
	return "install Java 17 or 21 and Maven, or start Docker, or set NEO4J_URI to a Neo4j that runs"
}
