{#- As many levels as scores, each with the same share of the customers. -#}
{%- set scores = {'rfm': setting('rfm_bins'), 'value_type': 5} -%}

with

abc_classes as (

    select * from {{ rules('abc_classes') }}

),

percent_rank_cuts as (

    select * from {{ rules('percent_rank_cuts') }}

),

scheme_levels as (

    {%- for scheme, level_count in scores.items() %}

    select
        '{{ scheme }}' as scheme,
        cast(n as {{ dbt.type_string() }}) as level,
        n as level_rank,
        nullif((n - 1) / cast({{ level_count }} as double), 0) as percent_rank_from
    from {{ whole_numbers(level_count) }}
    union all
    {%- endfor %}
    {%- for scheme in ['rfm_value', 'key_account'] %}

    select
        '{{ scheme }}' as scheme,
        case when n = 2 then 'high' else 'low' end as level,
        n as level_rank,
        cast(null as double) as percent_rank_from
    from {{ whole_numbers(2) }}
    union all
    {%- endfor %}
    {%- for scheme in ['abc', 'abc_margin'] %}

    select
        '{{ scheme }}' as scheme,
        abc_class as level,
        class_rank as level_rank,
        cast(null as double) as percent_rank_from
    from abc_classes
    union all
    {%- endfor %}

    select
        scheme,
        level,
        level_rank,
        cast(percent_rank_from as double) as percent_rank_from
    from percent_rank_cuts

)

select * from scheme_levels
