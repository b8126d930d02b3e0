package avrr

type Duty string
