// Homeward carries assisted voluntary return and reintegration cases, from the first conversation to the last visit.
package main

import (
	"os"
	_ "time/tzdata" // a server without zone files still knows when a day ends

	"homeward/cmd"
)

func main() { os.Exit(cmd.Run(os.Args[1:], os.Stdout, os.Stderr)) }
