with

customers as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

labels as (

    select * from {{ rules('tier_labels') }}

),

{%- for scheme in schemes_in_use().values() | unique(attribute='model') %}

{{ scheme.model }} as (

    select * from {{ ref('customer_tiers', scheme.model) }}

),
{%- endfor %}

customer_labels as (

    select
        {%- for name, scheme in schemes().items() %}
        {%- set used = is_scheme_used(scheme) %}
        {%- for column, data_type in (scheme.adds or {}).items() %}
        {{ if_enabled(used, scheme.model ~ '.' ~ column, data_type) }} as {{ column }},
        {%- endfor %}
        {{ if_enabled(used, scheme.model ~ '.' ~ scheme.label) }} as {{ scheme.label }},
        {%- for language in ['en', 'zh'] %}
        {{ if_enabled(used, name ~ '_labels.label_' ~ language) }}
            as {{ scheme.label }}_label_{{ language }},
        {%- endfor %}
        {%- endfor %}
        customers.*
    from customers
    inner join rfm_scores on {{ same_customer('customers', 'rfm_scores') }}
    {%- for scheme in schemes_in_use().values() | unique(attribute='model')
        if scheme.model != 'rfm_scores' %}
    inner join {{ scheme.model }} on {{ same_customer('customers', scheme.model) }}
    {%- endfor %}
    -- Joined last: texts would make the joins of customers wide.
    {%- for name, scheme in schemes_in_use().items() %}
    left join labels as {{ name }}_labels
        on
            {{ scheme.model }}.{{ scheme.label }} = {{ name }}_labels.label
            and {{ name }}_labels.scheme = '{{ name }}'
    {%- endfor %}

)

-- With all columns of customer_facts.
select * from customer_labels  -- noqa: AM04
