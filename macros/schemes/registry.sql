{#- Every scheme there is, in the order of its columns in customer_tiers:
    model          the model that judges,
    label          its column with the label,
    switch         the var that turns it off, of a scheme that a shop can do without,
    metric         the fact that the label is about,
    of_buyers      true where only buyers are compared, and all others are no_purchase,
    learns         the facts of which cuts or ranks are learned from all customers,
    method         how the metric is cut, where one is: percent_rank (into the levels of the
                   seed percent_rank_cuts), revenue_share, margin_share, or fixed by rules,
    is_unordered   true where no label is better than another,
    in_headline    true where the headline names the label,
    adds           its other columns in customer_tiers, with their types,
    explains       what tier_explanations says of it: a fact, the level reached by it, and
                   what else the sentence tells (see explained_columns). -#}
{% macro schemes() %}
    {%- set days = {'days_since_last_order': 'days_since_last_order'} -%}
    {{ return({
        'rfm': {
            'model': 'rfm_scores',
            'label': 'rfm_segment',
            'metric': 'days_since_last_order',
            'of_buyers': true,
            'learns': rfm_metrics().keys() | list,
            'adds': {
                'recency_score': 'integer',
                'frequency_score': 'integer',
                'monetary_score': 'integer',
                'rfm_cell': dbt.type_string(),
                'rfm_value_code': dbt.type_string(),
            },
            'explains': scores_explained(rfm_metrics(), also=days),
        },
        'rfm_value': {
            'model': 'rfm_scores',
            'label': 'rfm_value_segment',
            'metric': 'days_since_last_order',
            'of_buyers': true,
            'explains': rfm_halves_explained(rfm_metrics(), also=days),
        },
        'abc': {
            'model': 'abc_tiers',
            'label': 'abc_class',
            'method': 'revenue_share',
            'metric': 'net_revenue',
            'of_buyers': true,
            'learns': [net_revenue_metric()],
            'adds': {'revenue_share': 'double', 'revenue_share_before': 'double'},
            'explains': [{
                'metric': 'net_revenue',
                'level': 'abc_class',
                'sentence_level': "case when net_revenue <= 0 then 'none' end",
            }],
        },
        'lifecycle': {
            'model': 'lifecycle_stages',
            'label': 'lifecycle_stage',
            'metric': lifecycle_metric(),
            'method': 'fixed',
            'explains': [{
                'metric': lifecycle_metric(),
                'level': 'lifecycle_stage',
                'days_since_last_order': 'days_since_last_order',
                'expected_gap_days': 'expected_gap_days',
            }],
        },
        'abc_margin': {
            'model': 'abc_margin_tiers',
            'label': 'abc_margin_class',
            'switch': 'use_abc_margin',
            'method': 'margin_share',
            'metric': 'margin_amount',
            'of_buyers': true,
            'learns': ['margin_amount'],
            'explains': [{
                'metric': 'margin_amount',
                'level': 'abc_margin_class',
                'sentence_level': "case when margin_amount <= 0 then 'none' end",
            }],
        },
        'loyalty': {
            'model': 'loyalty_levels',
            'label': 'loyalty_level',
            'switch': 'use_loyalty',
            'metric': 'satisfied_order_count',
            'method': 'fixed',
            'in_headline': true,
            'explains': [
                {'metric': 'satisfied_order_count', 'level': 'loyalty_level'},
            ],
        },
        'value_type': {
            'model': 'value_types',
            'label': 'value_type',
            'switch': 'use_value_type',
            'metric': 'value_per_order',
            'of_buyers': true,
            'learns': value_type_metrics().keys() | list,
            'in_headline': true,
            'adds': {'is_conversion_candidate': 'boolean'},
            'explains': scores_explained(value_type_metrics()),
        },
        'man': {
            'model': 'man_profiles',
            'label': 'man_profile',
            'switch': 'use_man',
            'metric': 'rfm_monetary',
            'adds': {'is_effective': 'boolean'},
            'explains': man_explained(),
        },
        'key_account': {
            'model': 'key_accounts',
            'label': 'key_account_status',
            'switch': 'use_key_account',
            'metric': 'key_account_index',
            'learns': key_account_facts(),
            'adds': {'key_account_index': 'double'},
            'explains': key_accounts_explained(),
        },
        'grade': {
            'model': 'customer_grades',
            'label': 'customer_grade',
            'switch': 'use_grade',
            'metric': 'recent_net_revenue',
            'explains': [{
                'metric': 'recent_net_revenue',
                'level': 'customer_grade',
                'prior_net_revenue': 'prior_net_revenue',
                'sentence_level': 'grade_rule',
            }],
        },
        'buying_style': {
            'model': 'buying_styles',
            'label': 'buying_style',
            'switch': 'use_buying_style',
            'metric': 'discount_share',
            'method': 'percent_rank',
            'of_buyers': true,
            'learns': ['discount_share'],
            'is_unordered': true,
            'explains': [{
                'metric': 'discount_share',
                'level': 'discount_level',
                'sentence_level': "case when discount_share = 0 then 'none' end",
            }],
        },
        'price_tier': {
            'model': 'price_tiers',
            'label': 'price_tier',
            'switch': 'use_price_tier',
            'metric': 'average_order_value',
            'method': 'percent_rank',
            'of_buyers': true,
            'learns': ['average_order_value'],
            'explains': [{'metric': 'average_order_value', 'level': 'price_tier'}],
        },
        'forecast': {
            'model': 'forecast_segments',
            'label': 'forecast_segment',
            'switch': 'use_forecasts',
            'metric': 'expected_net_revenue',
            'method': 'percent_rank',
            'of_buyers': true,
            'learns': ['expected_net_revenue'],
            'adds': {
                'expected_orders': 'double',
                'expected_orders_low': 'integer',
                'expected_orders_high': 'integer',
                'expected_net_revenue': 'decimal(18, 4)',
                'return_probability': 'double',
                'customer_lifetime_value': 'decimal(18, 4)',
                'forecast_method': dbt.type_string(),
            },
            'explains': [{
                'metric': 'expected_net_revenue',
                'level': 'forecast_segment',
                'expected_orders': 'expected_orders',
                'sentence_level': "case when forecast_segment = 'none'"
                    ~ " then case when tried_on = 'none' then 'none_untried' end"
                    ~ " when tried_on = 'none' then 'untried' end",
            }],
        },
    }) }}
{% endmacro %}

{% macro schemes_in_use() %}
    {%- set in_use = {} -%}
    {%- for name, scheme in schemes().items() if is_scheme_used(scheme) -%}
        {%- do in_use.update({name: scheme}) -%}
    {%- endfor -%}
    {{ return(in_use) }}
{% endmacro %}

{% macro is_scheme_used(scheme) %}
    {{ return('switch' not in scheme or is_enabled(scheme.switch[4:])) }}
{% endmacro %}

{% macro label_columns() %}
    {%- set labels = {} -%}
    {%- for name, scheme in schemes_in_use().items() -%}
        {%- do labels.update({name: scheme.label}) -%}
    {%- endfor -%}
    {{ return(labels) }}
{% endmacro %}

{% macro cut_schemes() %}
    {%- set metrics = {} -%}
    {%- for name, scheme in schemes_in_use().items() -%}
        {%- if scheme.method and scheme.method != 'fixed' -%}
            {%- do metrics.update({name: scheme.metric}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(metrics) }}
{% endmacro %}

{% macro unordered_schemes() %}
    {{ return(schemes().items() | selectattr('1.is_unordered') | map('first') | list) }}
{% endmacro %}

{#- Those whose cuts are rules, the same at all dates. -#}
{% macro fixed_schemes() %}
    {%- set names = [] -%}
    {%- for name, scheme in schemes().items() if scheme.method == 'fixed' -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
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
    {%- set metrics = {} -%}
    {%- for name, scheme in schemes_in_use().items() if scheme.of_buyers -%}
        {%- do metrics.update({name: scheme.metric}) -%}
    {%- endfor -%}
    {{ return(metrics) }}
{% endmacro %}

{% macro headline_schemes() %}
    {{ return(
        schemes_in_use().items() | selectattr('1.in_headline') | map('first') | list
    ) }}
{% endmacro %}

{% macro learned_metrics() %}
    {%- set metrics = [] -%}
    {%- for scheme in schemes_in_use().values() -%}
        {%- do metrics.extend(scheme.learns or []) -%}
    {%- endfor -%}
    {{ return(metrics | unique | list) }}
{% endmacro %}

{% macro rfm_metrics() %}
    {{ return({
        'days_since_last_order': 'recency_score',
        'rfm_frequency': 'frequency_score',
        'rfm_monetary': 'monetary_score',
    }) }}
{% endmacro %}

{% macro value_type_metrics() %}
    {{ return({
        'value_per_order': 'value_per_order_score',
        'satisfied_order_count': 'satisfied_order_count_score',
        'discount_share': 'discount_share_score',
        'engagement_count': 'engagement_count_score',
        'orders_per_month': 'volume_score',
    }) }}
{% endmacro %}

{#- An unknown value is the worst in RFM. A metric of value must differ between
    buyers. -#}
{% macro percent_rank_schemes() -%}
    {%- set rows = [] -%}
    {%- set is_rfm_used = setting('rfm_method') == 'percent_rank' -%}
    {%- for metric in rfm_metrics() -%}
        {%- do rows.append(('rfm', metric, is_rfm_used, true, false, false)) -%}
    {%- endfor -%}
    {%- for metric in value_type_metrics() -%}
        {%- set must_differ = metric != 'orders_per_month' -%}
        {%- do rows.append(
            ('value_type', metric, is_enabled('value_type'), false, false, must_differ)
        ) -%}
    {%- endfor -%}
    {%- for name, metric in cut_schemes().items() -%}
        {%- if schemes()[name].method == 'percent_rank' -%}
            {%- do rows.append((name, metric, true, false, true, false)) -%}
        {%- endif -%}
    {%- endfor -%}
    (
        values
        {%- for scheme, metric, used, worst, by_value, must_differ in rows %}
        ('{{ scheme }}', '{{ metric }}', {{ used }}, {{ worst }}, {{ by_value }},
            {{ must_differ }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as schemes (
        scheme, metric, is_enabled, is_unknown_worst, is_by_value, must_differ
    )
{%- endmacro %}

{#- A fact as used by the cuts: equal values are equal to the last digit. -#}
{% macro measured(metric) -%}
    {%- if metric == 'discount_share' -%}
        {{ rounded_ratio('discount_amount', 'gross_revenue') }}
    {%- elif metric in forecast_metrics() -%}
        {{ forecast_metrics()[metric] }}
    {%- else -%}
        cast({{ metric }} as decimal(18, 4))
    {%- endif -%}
{%- endmacro %}

{% macro histogram_metric(metric) -%}
    {{ {
        'net_revenue': net_revenue_metric(),
        'expected_net_revenue': 'potential_net_revenue',
    }.get(metric, metric) }}
{%- endmacro %}

{% macro net_revenue_metric() -%}
    {{ return('rfm_monetary' if setting('rfm_window_days') is none else 'net_revenue') }}
{%- endmacro %}

{% macro lifecycle_metric() -%}
    {{ return({
        'cadence': 'overdue_ratio', 'fixed': 'days_since_last_order'
    }[setting('lifecycle_method')]) }}
{%- endmacro %}

{#- The facts of customer_tiers and value_types that can explain a migration. -#}
{% macro migration_metrics() %}
    {{ return([
        'days_since_last_order', 'order_count', 'net_revenue', 'margin_amount',
        'satisfied_order_count', 'referral_count', 'last_nps', 'last_rating',
        'recent_order_count', 'recent_net_revenue', 'discount_share', 'average_order_value',
        'key_account_index', 'value_score', 'volume_score', 'expected_orders',
        'expected_net_revenue'
    ]) }}
{% endmacro %}
