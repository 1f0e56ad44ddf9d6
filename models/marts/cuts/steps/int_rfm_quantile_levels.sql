{%- set bins = setting('rfm_bins') -%}

with

histogram as (

    select
        *,
        {{ known_or_worst('metric_value', 'is_higher_better') }} as known_or_worst_value
    from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where metric in ('days_since_last_order', 'rfm_frequency', 'rfm_monetary')

),

-- The last cut is the greatest value of all.
bin_ranges as (

    select
        *,
        coalesce(
            lag(cut) over (
                partition by store_id, as_of_date, metric
                order by bin
            ),
            -{{ infinity() }}
        ) as previous_cut
    from {{ ref('customer_tiers', 'int_rfm_quantile_cuts') }}

),

levels as (

    select
        histogram.store_id,
        histogram.as_of_date,
        histogram.metric,
        histogram.is_higher_better,
        histogram.strength,
        histogram.customer_count,
        case
            when bin_ranges.bin is null then 1
            when histogram.is_higher_better then bin_ranges.bin
            else {{ bins }} + 1 - bin_ranges.bin
        end as level_rank,
        nullif(
            case
                when histogram.is_higher_better then bin_ranges.previous_cut
                when bin_ranges.bin < {{ bins }} then bin_ranges.cut
            end,
            -{{ infinity() }}
        ) as threshold
    from histogram
    left join bin_ranges
        on
            histogram.store_id = bin_ranges.store_id
            and histogram.as_of_date = bin_ranges.as_of_date
            and histogram.metric = bin_ranges.metric
            and histogram.known_or_worst_value > bin_ranges.previous_cut
            and histogram.known_or_worst_value <= bin_ranges.cut

)

select * from levels
