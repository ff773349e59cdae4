package main

import "github.com/spf13/cobra"

// exitCodesTopic is `coopgraph help exit-codes`.
func exitCodesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "what the exit codes mean",
		Long: `Every command ends with one of these codes:

  0  it did what it was asked to
  1  it could not: the reason is on standard error, and the same may work later
  2  it was called wrongly, or asked what makes no sense; the same fails again
  3  the question was answered, and the answer is that there is nothing: no path,
     no shared neighbour, no event, no row, nothing of that name

3 is of the commands that ask, in their text form. In any other form an answer
that says so is an answer, and they end with 0.`,
	}
}
