package lives

import (
	"fmt"
	"os"
	"strconv"
)

// Asked answers which lives a run is asked to drive, by HOMEWARD_SEED (the first seed, 1 when it is not set) and HOMEWARD_LIVES
// (how many).
func Asked(usual int) (first uint64, count int, err error) {
	first, count = 1, usual
	if said := os.Getenv("HOMEWARD_SEED"); said != "" {
		if first, err = strconv.ParseUint(said, 10, 64); err != nil {
			return 0, 0, fmt.Errorf("HOMEWARD_SEED: %w", err)
		}
	}
	if said := os.Getenv("HOMEWARD_LIVES"); said != "" {
		if count, err = strconv.Atoi(said); err != nil {
			return 0, 0, fmt.Errorf("HOMEWARD_LIVES: %w", err)
		}
	}
	return first, count, nil
}
