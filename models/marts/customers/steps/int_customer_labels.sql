{%- set schemes = extra_schemes() -%}

with

customers as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

rfm as (

    select * from {{ ref('customer_tiers', 'rfm_scores') }}

),

abc as (

    select * from {{ ref('customer_tiers', 'abc_tiers') }}

),

lifecycle as (

    select * from {{ ref('customer_tiers', 'lifecycle_stages') }}

),

labels as (

    select * from {{ ref('customer_tiers', 'int_tier_labels') }}

),

{%- for scheme, extra in schemes.items() if is_used(scheme) %}

{{ extra.model }} as (

    select * from {{ ref('customer_tiers', extra.model) }}

),
{%- endfor %}

customer_labels as (

    select
        customers.*,
        rfm.recency_score,
        rfm.frequency_score,
        rfm.monetary_score,
        rfm.rfm_cell,
        rfm.rfm_segment,
        segment_labels.label_en as rfm_segment_label_en,
        segment_labels.label_zh as rfm_segment_label_zh,
        rfm.rfm_value_code,
        rfm.rfm_value_segment,
        value_labels.label_en as rfm_value_segment_label_en,
        value_labels.label_zh as rfm_value_segment_label_zh,
        abc.abc_class,
        class_labels.label_en as abc_class_label_en,
        class_labels.label_zh as abc_class_label_zh,
        abc.revenue_share,
        abc.revenue_share_before,
        lifecycle.lifecycle_stage,
        stage_labels.label_en as lifecycle_stage_label_en,
        stage_labels.label_zh as lifecycle_stage_label_zh,
        {%- for scheme, extra in schemes.items() %}
        {{ known_if(is_used(scheme), extra.model ~ '.' ~ extra.label) }}
            as {{ extra.label }},
        {{ known_if(is_used(scheme), scheme ~ '_labels.label_en') }}
            as {{ extra.label }}_label_en,
        {{ known_if(is_used(scheme), scheme ~ '_labels.label_zh') }}
            as {{ extra.label }}_label_zh,
        {%- endfor %}
        {{ known_if(
            is_used('value_type'), 'value_types.is_conversion_candidate', 'boolean'
        ) }}
            as is_conversion_candidate,
        {{ known_if(is_used('man'), 'man_profiles.is_effective', 'boolean') }}
            as is_effective,
        {{ known_if(
            is_used('key_account'), 'key_accounts.key_account_index', 'double'
        ) }}
            as key_account_index
    from customers
    inner join rfm on {{ same_customer('customers', 'rfm') }}
    inner join abc on {{ same_customer('customers', 'abc') }}
    inner join lifecycle on {{ same_customer('customers', 'lifecycle') }}
    {%- for scheme, extra in schemes.items() if is_used(scheme) %}
    inner join {{ extra.model }} on {{ same_customer('customers', extra.model) }}
    {%- endfor %}
    -- After the customers: texts would make their joins wide.
    left join labels as segment_labels
        on
            rfm.rfm_segment = segment_labels.label
            and segment_labels.scheme = 'rfm'
    left join labels as value_labels
        on
            rfm.rfm_value_segment = value_labels.label
            and value_labels.scheme = 'rfm_value'
    left join labels as class_labels
        on abc.abc_class = class_labels.label and class_labels.scheme = 'abc'
    left join labels as stage_labels
        on
            lifecycle.lifecycle_stage = stage_labels.label
            and stage_labels.scheme = 'lifecycle'
    {%- for scheme, extra in schemes.items() if is_used(scheme) %}
    left join labels as {{ scheme }}_labels
        on
            {{ extra.model }}.{{ extra.label }} = {{ scheme }}_labels.label
            and {{ scheme }}_labels.scheme = '{{ scheme }}'
    {%- endfor %}

)

-- With all that customer_facts has.
select * from customer_labels  -- noqa: AM04
