with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        cuts_of,
        cut_date,
        days_since_last_order,
        rfm_frequency,
        rfm_monetary
    from {{ ref('facts_by_cuts') }}

),

cuts as (

    select * from {{ ref('tier_cuts') }}
    where scheme in ('rfm', 'rfm_value')

),

segment_cells as (

    select * from {{ ref('rfm_segment_cells') }}

),

value_segments as (

    select * from {{ ref('rfm_value_segments') }}

),

-- Who lies in no cut has an unknown value: the lowest level.
levels as (

    select
        facts.*,
        coalesce(recency.level_rank, 1) as recency_score,
        coalesce(frequency.level_rank, 1) as frequency_score,
        coalesce(monetary.level_rank, 1) as monetary_score,
        coalesce(recency_half.level_rank, 1) - 1 as recency_bit,
        coalesce(frequency_half.level_rank, 1) - 1 as frequency_bit,
        coalesce(monetary_half.level_rank, 1) - 1 as monetary_bit
    from facts
    {{ join_cut('rfm', 'days_since_last_order', 'recency', 'cut_date') }}
    {{ join_cut('rfm', 'rfm_frequency', 'frequency', 'cut_date') }}
    {{ join_cut('rfm', 'rfm_monetary', 'monetary', 'cut_date') }}
    {{ join_cut('rfm_value', 'days_since_last_order', 'recency_half', 'cut_date') }}
    {{ join_cut('rfm_value', 'rfm_frequency', 'frequency_half', 'cut_date') }}
    {{ join_cut('rfm_value', 'rfm_monetary', 'monetary_half', 'cut_date') }}

),

cells as (

    select
        *,
        concat(recency_score, frequency_score, monetary_score) as rfm_cell,
        concat(recency_bit, frequency_bit, monetary_bit) as rfm_value_code
    from levels

),

rfm_judgements as (

    select
        cells.store_id,
        cells.customer_id,
        cells.as_of_date,
        cells.cuts_of,
        cells.days_since_last_order,
        cells.rfm_frequency,
        cells.rfm_monetary,
        cells.recency_score,
        cells.frequency_score,
        cells.monetary_score,
        cells.rfm_cell,
        segment_cells.rfm_segment,
        cells.rfm_value_code,
        value_segments.rfm_value_segment
    from cells
    left join segment_cells on cells.rfm_cell = segment_cells.rfm_cell
    left join value_segments on cells.rfm_value_code = value_segments.rfm_value_code

)

select * from rfm_judgements
