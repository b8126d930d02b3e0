package papers

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	paint "image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var (
	update = flag.Bool("update", false, "write the pictures in testdata anew")
	keep   = flag.String("keep", "", "leave every sample as PDF in this folder, to look at")
)

// goldenResolution keeps a page near 15 KB and a misplaced line visible.
const goldenResolution = "24"

func TestPapersLookAsTheyDid(t *testing.T) {
	everySample(t, func(t *testing.T, c Content, m Meta) {
		name := filepath.Base(t.Name())
		p := render(t, c, m)
		if *keep != "" {
			if err := os.WriteFile(filepath.Join(*keep, name+".pdf"), p.PDF, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		known := golden(t, name)
		seen := pictures(t, p, goldenResolution)
		if *update {
			for _, path := range known {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			for i, picture := range seen {
				save(t, filepath.Join("testdata", fmt.Sprintf("%s-%d.png", name, i+1)), picture)
			}
			return
		}
		if len(known) != len(seen) {
			t.Fatalf("%d pages, where there were %d; look at them with -keep, then -update", len(seen), len(known))
		}
		for i, path := range known {
			if share := differing(picture(t, path), seen[i]); share > 0.002 {
				t.Errorf("page %d: %.2f %% of it looks different; look at it with -keep, then -update", i+1, 100*share)
			}
		}
	})
}

func golden(t *testing.T, name string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", name+"-*.png"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	return paths
}

// pictures are the pages in shades of grey.
func pictures(t *testing.T, p Paper, resolution string) []*image.Gray {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-png", "-gray", "-r", resolution, file(t, p), prefix)
	paths, err := filepath.Glob(prefix + "*.png")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	all := make([]*image.Gray, len(paths))
	for i, path := range paths {
		all[i] = picture(t, path)
	}
	return all
}

func picture(t *testing.T, path string) *image.Gray {
	t.Helper()
	read, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	decoded, err := png.Decode(read)
	if err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray(decoded.Bounds())
	paint.Draw(grey, grey.Rect, decoded, decoded.Bounds().Min, paint.Src)
	return grey
}

func save(t *testing.T, path string, picture image.Image) {
	t.Helper()
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// differing is the share of pixels that are a quarter of the scale apart: versions of poppler round edges
// otherwise, but do not move a line.
func differing(before, after *image.Gray) float64 {
	if before.Rect != after.Rect {
		return 1
	}
	apart := 0
	for i, shade := range before.Pix {
		if max(shade, after.Pix[i])-min(shade, after.Pix[i]) > 64 {
			apart++
		}
	}
	return float64(apart) / float64(len(before.Pix))
}
