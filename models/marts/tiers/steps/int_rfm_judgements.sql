{%- set metrics = ['days_since_last_order', 'rfm_frequency', 'rfm_monetary'] -%}
{%- set bins = setting('rfm_bins') -%}

with

facts as (

    select * from {{ ref('customer_tiers', 'int_facts_by_cuts') }}

),

bounds as (

    select
        store_id,
        as_of_date,
        {{ bound_columns('rfm', metrics, bins) }},
        {{ bound_columns('rfm_value', metrics, 2) }}
    from {{ ref('customer_tiers', 'tier_cuts') }}
    group by store_id, as_of_date

),

segment_cells as (

    select * from {{ rules('rfm_segment_cells') }}

),

value_segments as (

    select * from {{ rules('rfm_value_segments') }}

),

levels as (

    select
        facts.*,
        {{ level_reached('rfm', 'days_since_last_order', bins) }} as recency_score,
        {{ level_reached('rfm', 'rfm_frequency', bins) }} as frequency_score,
        {{ level_reached('rfm', 'rfm_monetary', bins) }} as monetary_score,
        {{ level_reached('rfm_value', 'days_since_last_order', 2) }} - 1 as recency_bit,
        {{ level_reached('rfm_value', 'rfm_frequency', 2) }} - 1 as frequency_bit,
        {{ level_reached('rfm_value', 'rfm_monetary', 2) }} - 1 as monetary_bit
    from facts
    left join bounds
        on
            facts.store_id = bounds.store_id
            and facts.cut_date = bounds.as_of_date

),

cells as (

    select
        *,
        case
            when purchase_day_count > 0
                then concat(recency_score, frequency_score, monetary_score)
        end as rfm_cell,
        case
            when purchase_day_count > 0
                then concat(recency_bit, frequency_bit, monetary_bit)
        end as rfm_value_code
    from levels

),

rfm_judgements as (

    select
        cells.*,
        {{ if_bought('segment_cells.rfm_segment', 'cells') }} as rfm_segment,
        {{ if_bought('value_segments.rfm_value_segment', 'cells') }}
            as rfm_value_segment
    from cells
    left join segment_cells on cells.rfm_cell = segment_cells.rfm_cell
    left join value_segments on cells.rfm_value_code = value_segments.rfm_value_code

)

-- With all that customer_facts has.
select * from rfm_judgements  -- noqa: AM04
