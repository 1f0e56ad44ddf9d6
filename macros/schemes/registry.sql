{#- Where one metric is cut, how: percent_rank (into the levels of the seed
    percent_rank_cuts), margin_share, or fixed by rules. -#}
{% macro extra_schemes() %}
    {{ return({
        'abc_margin': {
            'model': 'abc_margin_tiers', 'label': 'abc_margin_class',
            'metric': 'margin_amount', 'method': 'margin_share',
        },
        'loyalty': {
            'model': 'loyalty_levels', 'label': 'loyalty_level',
            'metric': 'satisfied_order_count', 'method': 'fixed',
        },
        'value_type': {'model': 'value_types', 'label': 'value_type'},
        'man': {'model': 'man_profiles', 'label': 'man_profile'},
        'key_account': {'model': 'key_accounts', 'label': 'key_account_status'},
        'grade': {'model': 'customer_grades', 'label': 'customer_grade'},
        'buying_style': {
            'model': 'buying_styles', 'label': 'buying_style',
            'metric': 'discount_share', 'method': 'percent_rank',
        },
    }) }}
{% endmacro %}

{% macro label_columns() %}
    {%- set labels = {
        'rfm': 'rfm_segment',
        'rfm_value': 'rfm_value_segment',
        'abc': 'abc_class',
        'lifecycle': 'lifecycle_stage',
    } -%}
    {%- for scheme, model in extra_schemes().items() if is_used(scheme) -%}
        {%- do labels.update({scheme: model.label}) -%}
    {%- endfor -%}
    {{ return(labels) }}
{% endmacro %}

{% macro cut_schemes() %}
    {%- set schemes = {} -%}
    {%- for scheme, extra in extra_schemes().items() -%}
        {%- if is_used(scheme) and extra.metric and extra.method != 'fixed' -%}
            {%- do schemes.update({scheme: extra.metric}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(schemes) }}
{% endmacro %}

{#- Those whose bounds are rules, the same at all dates. -#}
{% macro fixed_schemes() %}
    {%- set schemes = ['lifecycle'] -%}
    {%- for scheme, extra in extra_schemes().items() if extra.method == 'fixed' -%}
        {%- do schemes.append(scheme) -%}
    {%- endfor -%}
    {{ return(schemes) }}
{% endmacro %}

{% macro label_of_scheme(labels, suffix, customers='customers') -%}
    case schemes.scheme
        {%- for scheme, label in labels.items() %}
        when '{{ scheme }}' then {{ customers }}.{{ label }}{{ suffix }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro schemes_of(labels) -%}
    (values ('{{ labels | join("'), ('") }}')) as schemes (scheme)
{%- endmacro %}

{% macro schemes_of_buyers() %}
    {{ return({
        'rfm': 'days_since_last_order',
        'rfm_value': 'days_since_last_order',
        'abc': 'net_revenue',
        'abc_margin': 'margin_amount',
        'value_type': 'value_per_order',
        'buying_style': 'discount_share',
    }) }}
{% endmacro %}

{% macro headline_schemes() %}
    {{ return(['loyalty', 'value_type'] | select('in', label_columns()) | list) }}
{% endmacro %}

{% macro learned_metrics() %}
    {%- set metrics = [] -%}
    {%- for metric in rfm_metrics() + ['net_revenue'] + cut_schemes().values() | list
        + (value_type_metrics() if is_used('value_type') else [])
        + (key_account_metrics().keys() | list if is_used('key_account') else []) -%}
        {%- do metrics.append(histogram_metric(metric)) -%}
    {%- endfor -%}
    {{ return(metrics | unique | list) }}
{% endmacro %}

{% macro rfm_metrics() %}
    {{ return(['days_since_last_order', 'rfm_frequency', 'rfm_monetary']) }}
{% endmacro %}

{% macro value_type_metrics() %}
    {{ return([
        'value_per_order', 'satisfied_order_count', 'discount_share',
        'engagement_count', 'orders_per_month'
    ]) }}
{% endmacro %}

{#- An unknown value is the worst in RFM. A metric that is to tell value must differ. -#}
{% macro percent_rank_schemes() -%}
    {%- set rows = [] -%}
    {%- set is_rfm_used = setting('rfm_method') == 'percent_rank' -%}
    {%- for metric in rfm_metrics() -%}
        {%- do rows.append(('rfm', metric, is_rfm_used, true, false, false)) -%}
    {%- endfor -%}
    {%- for metric in value_type_metrics() -%}
        {%- set must_differ = metric != 'orders_per_month' -%}
        {%- do rows.append(
            ('value_type', metric, is_used('value_type'), false, false, must_differ)
        ) -%}
    {%- endfor -%}
    {%- for scheme, extra in extra_schemes().items() -%}
        {%- if extra.method == 'percent_rank' -%}
            {%- do rows.append(
                (scheme, extra.metric, is_used(scheme), false, true, false)
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    (
        values
        {%- for scheme, metric, used, worst, by_value, must_differ in rows %}
        ('{{ scheme }}', '{{ metric }}', {{ used }}, {{ worst }}, {{ by_value }},
            {{ must_differ }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as schemes (
        scheme, metric, is_used, is_unknown_worst, is_by_value, must_differ
    )
{%- endmacro %}

{#- A fact as the cuts have it: equal values are equal to the last digit. -#}
{% macro measured(metric) -%}
    {%- if metric == 'discount_share' -%}
        {{ rounded_ratio('discount_amount', 'gross_revenue') }}
    {%- else -%}
        cast({{ metric }} as decimal(18, 4))
    {%- endif -%}
{%- endmacro %}

{% macro histogram_metric(metric) -%}
    {{ net_revenue_metric() if metric == 'net_revenue' else metric }}
{%- endmacro %}

{% macro net_revenue_metric() -%}
    {{ 'rfm_monetary' if setting('rfm_window_days') is none else 'net_revenue' }}
{%- endmacro %}

{% macro lifecycle_metric() -%}
    {{ return({
        'cadence': 'overdue_ratio', 'fixed': 'days_since_last_order'
    }[setting('lifecycle_method')]) }}
{%- endmacro %}

{#- The facts of customer_tiers and value_types that a move can be told by. -#}
{% macro movement_metrics() %}
    {{ return([
        'days_since_last_order', 'order_count', 'net_revenue', 'margin_amount',
        'satisfied_order_count', 'referral_count', 'last_nps', 'last_rating',
        'recent_order_count', 'recent_net_revenue', 'discount_share',
        'key_account_index', 'value_score', 'volume_score'
    ]) }}
{% endmacro %}
