"""Many offices: which there are, a job carried out in each on Dask, and what they come to together."""
