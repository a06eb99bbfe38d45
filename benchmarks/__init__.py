"""What our pages cost, as ratios against a bare Django view measured in the same run. See README.md."""
