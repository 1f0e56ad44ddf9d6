{{ config(enabled=is_tested(['rfm_segment_cells', 'tier_labels'])) }}

-- Cells of rfm_bins scores that rfm_segment_cells does not map to exactly one named
-- segment, and cells that no scores make. With another number of bins, replace the map
-- in the seed.
with

scores as (

    select n as score from {{ whole_numbers(setting('rfm_bins')) }}

),

cells as (

    select concat(recency.score, frequency.score, monetary.score) as rfm_cell
    from scores as recency
    cross join scores as frequency
    cross join scores as monetary

)

select
    cells.rfm_cell,
    segment_cells.rfm_cell as mapped_rfm_cell,
    count(segments.label) as segment_count
from cells
full outer join {{ rules('rfm_segment_cells') }} as segment_cells
    on cells.rfm_cell = segment_cells.rfm_cell
left join {{ rules('tier_labels') }} as segments
    on segments.scheme = 'rfm' and segment_cells.rfm_segment = segments.label
group by cells.rfm_cell, segment_cells.rfm_cell
having cells.rfm_cell is null or count(segments.label) <> 1
