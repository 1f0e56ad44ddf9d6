with

-- By the cuts of the own date, and by those of the date before: who has the same label
-- by both has moved by himself, whatever the bounds did.
facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        'own' as cuts_of,
        as_of_date as cut_date,
        days_since_last_order,
        rfm_frequency,
        rfm_monetary,
        net_revenue
    from {{ ref('customer_facts') }}
    union all
    select
        customer_facts.store_id,
        customer_facts.customer_id,
        customer_facts.as_of_date,
        'earlier' as cuts_of,
        as_of_dates.previous_as_of_date as cut_date,
        customer_facts.days_since_last_order,
        customer_facts.rfm_frequency,
        customer_facts.rfm_monetary,
        customer_facts.net_revenue
    from {{ ref('customer_facts') }} as customer_facts
    inner join {{ ref('int_as_of_dates') }} as as_of_dates
        on customer_facts.as_of_date = as_of_dates.as_of_date
    where as_of_dates.movement_version is not null

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
        cells.cut_date,
        cells.days_since_last_order,
        cells.rfm_frequency,
        cells.rfm_monetary,
        cells.net_revenue,
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
