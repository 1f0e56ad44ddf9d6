with

metrics as (

    select
        metric,
        is_higher_better
    from {{ rules('tier_metrics') }}

),

rfm_bounds as (

    select
        'rfm' as scheme,
        metric,
        cast(score as {{ dbt.type_string() }}) as level,
        score as level_rank,
        bound
    from {{ rules('rfm_fixed_bounds') }}
    where '{{ setting('rfm_method') }}' = 'fixed'

),

-- Prospect, new and reactivated are set by other rules than a cut.
lifecycle_bounds as (

    select
        'lifecycle' as scheme,
        '{{ lifecycle_metric() }}' as metric,
        lifecycle_stage as level,
        stage_rank as level_rank,
        max_{{ lifecycle_metric() }} as bound
    from {{ rules('lifecycle_rules') }}
    where lifecycle_stage not in ('prospect', 'new', 'reactivated')

),

{% if is_enabled('loyalty') -%}
-- Loyal is a matter of counts; an advocate also needs a recommendation.
loyalty_bounds as (

    select
        'loyalty' as scheme,
        'satisfied_order_count' as metric,
        loyalty_level as level,
        level_rank,
        nullif(min_satisfied_orders, 0) as bound
    from {{ rules('loyalty_rules') }}
    where loyalty_level <> 'advocate'

),

{% endif -%}
bounds as (

    select * from rfm_bounds
    union all
    select * from lifecycle_bounds
    {%- if is_enabled('loyalty') %}
    union all
    select * from loyalty_bounds
    {%- endif %}

),

fixed_bounds as (

    select
        bounds.*,
        metrics.is_higher_better,
        case when metrics.is_higher_better then bounds.bound else -bounds.bound end
            as oriented_start
    from bounds
    inner join metrics on bounds.metric = metrics.metric

)

select * from fixed_bounds
