// Banksim simulates a bank's payment system for tests and trials, with a ledger of its own; it pays nobody anything.
package main

import "homeward/banksim/bank"

func main() { bank.Program.Main() }
