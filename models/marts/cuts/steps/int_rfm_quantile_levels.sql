{%- set bins = setting('rfm_bins') -%}

with

-- An unknown value counts as infinitely bad. first_position: the number of customers
-- before it, in ascending order of the value.
histogram as (

    select
        *,
        {{ known_or_worst('metric_value', 'is_higher_better') }}
            as known_or_worst_value,
        case
            when is_higher_better then worse_customer_count
            else total_customer_count - worse_customer_count - customer_count
        end as first_position
    from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where metric in ('days_since_last_order', 'rfm_frequency', 'rfm_monetary')

),

histogram_with_cut_positions as (

    select
        histogram.*,
        whole_numbers.n as bin,
        whole_numbers.n * (histogram.total_customer_count - 1)
        / cast({{ bins }} as double) as cut_position
    from histogram
    cross join {{ whole_numbers(bins) }}

),

neighbours as (

    select
        store_id,
        as_of_date,
        metric,
        bin,
        max(cut_position) - floor(max(cut_position)) as way_to_next,
        max(known_or_worst_value) filter (where first_position <= floor(cut_position))
            as previous_value,
        max(known_or_worst_value) filter (where first_position <= ceil(cut_position))
            as value_after
    from histogram_with_cut_positions
    group by store_id, as_of_date, metric, bin

),

cuts as (

    select
        *,
        case
            when previous_value = value_after or previous_value = -{{ infinity() }}
                then previous_value
            else previous_value + (value_after - previous_value) * way_to_next
        end as cut
    from neighbours

),

-- The last cut is the maximum value.
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
    from cuts

),

levels as (

    select
        histogram.store_id,
        histogram.as_of_date,
        'rfm' as scheme,
        'quantile' as method,
        histogram.metric,
        histogram.is_higher_better,
        histogram.oriented_value,
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
            {{ same_store_and_date('histogram', 'bin_ranges') }}
            and histogram.metric = bin_ranges.metric
            and histogram.known_or_worst_value > bin_ranges.previous_cut
            and histogram.known_or_worst_value <= bin_ranges.cut

)

select * from levels
