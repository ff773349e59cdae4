package main

import ("testing";"os")

func TestDump(t *testing.T) { if d:=os.Getenv("DUMP"); d!="" { if err := writeSample(d); err != nil { t.Fatal(err) } } }
