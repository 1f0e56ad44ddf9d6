{#- The columns of the current view of the model, each with its expression and comment:
    those of the table but for as_of_version, and after each label its names and rank. -#}
{% macro current_columns(labels, codes) %}
    {%- set columns, own, named = {}, model.columns, unknown_is_named() -%}
    {%- set unknown = setting('unknown_label_en') -%}
    {%- for name in ordered_for_people(own, labels) if name not in columns -%}
        {%- set comment = own[name].description -%}
        {%- if name in labels -%}
            {%- do columns.update(columns_of_label(name, labels[name])) -%}
        {%- elif name in named -%}
            {%- do columns.update({name: {
                'expression': 'coalesce(dated.' ~ name ~ ', ' ~ text_literal(unknown) ~ ')',
                'comment': comment | replace('Null:', unknown ~ ':'),
            }}) -%}
        {%- elif name != 'as_of_version' -%}
            {%- do columns.update({
                name: {'expression': 'dated.' ~ name, 'comment': comment}
            }) -%}
        {%- endif -%}
        {%- if name in codes -%}
            {%- for language, in_language in languages_of_labels().items() -%}
                {%- do columns.update({name ~ '_label_' ~ language: {
                    'expression': name ~ '_names.label_' ~ language,
                    'comment': name ~ ' ' ~ in_language ~ '.',
                }}) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do columns.update({'reporting_currency': {
        'expression': "'" ~ setting('reporting_currency') ~ "'",
        'comment': 'The currency of all amounts (var reporting_currency).',
    }}) -%}
    {{ return(columns) }}
{% endmacro %}

{#- A label, its two names and its rank. A label that is not known has the lowest rank, so
    that it comes last. -#}
{% macro columns_of_label(name, label) %}
    {%- set own, columns = model.columns, {} -%}
    {%- set names = name ~ '_names' -%}
    {%- do columns.update({name: {
        'expression': 'coalesce(dated.' ~ name ~ ", 'unknown')",
        'comment': own[name].description | replace('Null:', 'unknown:'),
    }}) -%}
    {%- for language, in_language in languages_of_labels().items() -%}
        {%- set text = label.prefix ~ '_' ~ language -%}
        {%- set unknown = setting('unknown_label_' ~ language) -%}
        {%- set expression = 'dated.' ~ text if text in own
            else names ~ '.label_' ~ language -%}
        {%- do columns.update({text: {
            'expression': 'coalesce(' ~ expression ~ ', ' ~ text_literal(unknown) ~ ')',
            'comment': name ~ ' ' ~ in_language ~ '; ' ~ unknown ~ ' if it is not known.',
        }}) -%}
    {%- endfor -%}
    {%- do columns.update({name ~ '_rank': {
        'expression': 'coalesce(' ~ names ~ '.label_rank, -1)',
        'comment': 'Sort ' ~ name ~ ' by it, the highest first (rule seed tier_labels). '
            ~ '-1: unknown, or no label of the scheme.',
    }}) -%}
    {{ return(columns) }}
{% endmacro %}

{% macro languages_of_labels() %}
    {{ return({'en': 'in English', 'zh': 'in Chinese'}) }}
{% endmacro %}

{#- Which columns are labels: of which scheme, and what the columns of their names are
    called. -#}
{% macro labels_of(columns) %}
    {%- set labels = {} -%}
    {%- for name, scheme in schemes().items() if scheme.label in columns -%}
        {%- do labels.update({
            scheme.label: {'scheme': "'" ~ name ~ "'", 'prefix': scheme.label ~ '_label'}
        }) -%}
    {%- endfor -%}
    {%- for column in ['label', 'from_label', 'to_label'] if column in columns -%}
        {%- do labels.update({column: {'scheme': 'dated.scheme', 'prefix': column}}) -%}
    {%- endfor -%}
    {{ return(labels) }}
{% endmacro %}

{#- Which other columns are codes that a rule seed names: the seed, and its column with
    the code. -#}
{% macro codes_of(columns) %}
    {%- set codes = {} -%}
    {#- tier_cuts has another method. -#}
    {%- if 'method' in columns and 'horizon_days' in columns -%}
        {%- do codes.update({'method': {'seed': 'forecast_methods', 'key': 'method'}}) -%}
    {%- endif -%}
    {%- for column, seed, key in [
        ('cause', 'migration_causes', 'cause'),
        ('intent', 'playbook_intents', 'intent'),
        ('planned_channel', 'contact_channels', 'channel'),
        ('key_account_reason', 'key_account_reasons', 'key_account_reason'),
    ] + ([('forecast_method', 'forecast_methods', 'method')]
        if is_enabled('forecasts') else []) if column in columns -%}
        {%- do codes.update({column: {'seed': seed, 'key': key}}) -%}
    {%- endfor -%}
    {{ return(codes) }}
{% endmacro %}

{#- Who the customer is. -#}
{% macro customer_traits() %}
    {{ return(['region', 'gender', 'income_band', 'acquisition_channel']) }}
{% endmacro %}

{#- By what customers and sales are divided, besides labels: a chart has no part without a
    name. -#}
{% macro unknown_is_named() %}
    {{ return(customer_traits() + ['favourite_category', 'favourite_channel']) }}
{% endmacro %}

{#- Whoever opens the wide table sees first who it is, and what they are. -#}
{% macro ordered_for_people(own, labels) %}
    {%- if 'headline_en' not in own -%}
        {{ return(own.keys() | list) }}
    {%- endif -%}
    {%- set first = ['store_id', 'customer_id', 'as_of_date'] + customer_traits()
        + ['headline_en', 'headline_zh'] + labels.keys() | list -%}
    {{ return(first + own.keys() | reject('in', first) | list) }}
{% endmacro %}
