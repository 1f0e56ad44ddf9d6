{{ config(materialized='as_of') }}

{#- A disabled method is eliminated by its constant condition. -#}
{%- set is_by_quantile = setting('rfm_method') == 'quantile' -%}
{%- set steps = [
        ('int_percent_rank_levels', true), ('int_rfm_quantile_levels', is_by_quantile),
        ('int_rfm_value_levels', true), ('int_abc_levels', true)
    ] + ([('int_key_account_levels', true)] if is_enabled('key_account') else []) -%}

with

levels as (

    {%- for step, condition in steps %}

    select
        store_id,
        as_of_date,
        scheme,
        method,
        metric,
        is_higher_better,
        oriented_value,
        customer_count,
        level_rank,
        threshold
    from {{ ref('customer_tiers', step) }}
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

levels_in_use as (

    select
        store_id,
        as_of_date,
        scheme,
        method,
        metric,
        is_higher_better,
        level_rank,
        min(oriented_value) as lowest_oriented_value,
        max(threshold) as threshold,
        sum(case when oriented_value is not null then customer_count else 0 end)
            as customer_count
    from levels
    group by
        store_id, as_of_date, scheme, method, metric, is_higher_better, level_rank

),

scheme_levels as (

    select * from {{ ref('customer_tiers', 'int_scheme_levels') }}

),

-- Every level up to the best one reached, including empty ones in between. Each begins
-- with the weakest oriented_value found at it or at a better one.
learned_cuts as (

    select
        reached.store_id,
        reached.as_of_date,
        reached.scheme,
        reached.method,
        reached.metric,
        reached.is_higher_better,
        scheme_levels.level,
        scheme_levels.level_rank,
        min(reached.lowest_oriented_value) as oriented_start,
        max(
            case
                when reached.level_rank = scheme_levels.level_rank
                    then reached.threshold
            end
        ) as threshold,
        sum(
            case
                when reached.level_rank = scheme_levels.level_rank
                    then reached.customer_count
                else 0
            end
        ) as customer_count
    from levels_in_use as reached
    inner join scheme_levels
        on
            reached.scheme = scheme_levels.scheme
            and reached.level_rank >= scheme_levels.level_rank
    group by
        reached.store_id,
        reached.as_of_date,
        reached.scheme,
        reached.method,
        reached.metric,
        reached.is_higher_better,
        scheme_levels.level,
        scheme_levels.level_rank

)

select * from learned_cuts
