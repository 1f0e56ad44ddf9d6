{{ config(enabled=is_enabled('explanations')) }}
{%- set schemes, buyers = schemes_in_use(), schemes_of_buyers() -%}

with

{%- for scheme in schemes.values() | unique(attribute='model') %}

{{ scheme.model }} as (

    select * from {{ ref('customer_tiers', scheme.model) }}
    {%- if scheme.of_buyers %}
    where {{ scheme.label }} is distinct from 'no_purchase'
    {%- endif %}

),
{%- endfor %}

customers_without_purchase as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        sentences.level,
        sentences.sentence_en,
        sentences.sentence_zh
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    cross join {{ rules('tier_sentences') }} as sentences
    where
        facts.purchase_day_count = 0
        and sentences.scheme = '*'
        and sentences.level = 'no_purchase'

),

cuts as (

    select * from {{ ref('customer_tiers', 'int_explained_cuts') }}

),

-- The names and types of what follows.
no_levels as (

    select
        store_id,
        customer_id,
        as_of_date,
        cast(null as {{ dbt.type_string() }}) as scheme,
        cast(null as {{ dbt.type_string() }}) as metric,
        cast(null as double) as metric_value,
        {%- for column, data_type in explained_columns().items() %}
        cast(null as {{ data_type }}) as {{ column }},
        {%- endfor %}
        cast(null as {{ dbt.type_string() }}) as level
    from customers_without_purchase
    where 1 = 0

),

-- Customers without a purchase have no metrics: each scheme of buyers says so.
levels as (

    select * from no_levels
    {%- for name, metric in buyers.items() %}
    union all
    {{ explained_level('customers_without_purchase', name, {
        'metric': metric,
        'metric_value': 'null',
        'level': 'level',
        'sentence_en': 'sentence_en',
        'sentence_zh': 'sentence_zh',
    }) }}
    {%- endfor %}
    {%- for name, scheme in schemes.items() %}
    {%- for told in scheme.explains %}
    union all
    {{ explained_level(scheme.model, name, told) }}
    {%- endfor %}
    {%- endfor %}

),

levels_with_cuts as (

    select
        levels.*,
        cuts.lower_bound,
        cuts.upper_bound,
        cuts.start_value,
        cuts.threshold,
        cuts.share_from,
        cuts.class_place,
        next_cuts.level as next_level,
        next_cuts.start_value as next_start_value,
        abs(next_cuts.start_value - levels.metric_value) as distance_to_next_level
    from levels
    left join cuts
        on
            {{ same_store_and_date('levels', 'cuts') }}
            and levels.scheme = cuts.scheme
            and levels.metric = cuts.metric
            and levels.level = cuts.level
    left join cuts as next_cuts
        on
            {{ same_store_and_date('cuts', 'next_cuts') }}
            and cuts.scheme = next_cuts.scheme
            and cuts.metric = next_cuts.metric
            and cuts.next_level_rank = next_cuts.level_rank

)

select * from levels_with_cuts
