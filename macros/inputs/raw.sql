{% macro raw(name) %}
    {%- set inputs = var('inputs') or {} -%}
    {%- set input = mapping_of(name) -%}
    {%- if name in inputs -%}
        {%- set joined = [rows_of(name, input)] -%}
        {%- for join_name, join in (input.get('joins') or {}).items() -%}
            {%- do joined.append(
                join_rows(joined[-1], name ~ '.joins.' ~ join_name, join_name, join)
            ) -%}
        {%- endfor -%}
        {{ return(joined[-1]) }}
    {%- elif inputs.get('orders') -%}
        {{ return('(select 1 as no_rows where false)') }}
    {%- elif inputs -%}
        {{ exceptions.raise_compiler_error(
            "inputs names " ~ inputs | join(', ') ~ " but not orders: give inputs.orders "
            ~ "a relation, a model, a source or a location."
        ) }}
    {%- endif -%}
    {{ return(ref('customer_tiers', 'sample_' ~ name)) }}
{% endmacro %}

{#- A model name without a project means one of the root project, never one of this
    package. -#}
{% macro rows_of(place, input) %}
    {%- if input.get('relation') -%}
        {{ return(raw_relation(input.relation)) }}
    {%- elif input.get('model') -%}
        {%- set names = input.model.split('.') -%}
        {{ return(ref(*names) if names | length > 1 else ref(project_name, names[0])) }}
    {%- elif input.get('source') -%}
        {{ return(source(*input.source.split('.'))) }}
    {%- elif input.get('location') -%}
        {{ return(read_files(place, input)) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error(
        "inputs." ~ place ~ " names no data: give it a relation (a table in the "
        ~ "warehouse), a model or a source of your project, or a location (a CSV, "
        ~ "Parquet or JSON file or glob)."
    ) }}
{% endmacro %}

{#- Like ref(), under --defer it takes the state's table if the target has none. -#}
{% macro raw_relation(name) %}
    {{ return(adapter.dispatch('raw_relation')(name)) }}
{% endmacro %}

{% macro duckdb__raw_relation(name) %}
    {%- set state = database_of_state() if execute -%}
    {%- set parts = modules.re.findall('"(?:[^"]|"")+"|[^".]+', name) if state else [] -%}
    {%- if parts | length not in [1, 2] -%}
        {{ return(name) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for part in ['main'] + parts -%}
        {%- set unquoted = part[1:-1] | replace('""', '"') if part[0] == '"' else part -%}
        {%- do names.append(sql_literal(unquoted | lower)) -%}
    {%- endfor -%}
    {%- set query -%}
        select table_catalog, table_schema, table_name
        from information_schema.tables
        where
            lower(table_schema) = {{ names[-2] }}
            and lower(table_name) = {{ names[-1] }}
            and table_catalog in (current_database(), {{ sql_literal(state) }})
        order by table_catalog = {{ sql_literal(state) }}
            {%- if invocation_args_dict.get('favor_state') %} desc{% endif %}
        limit 1
    {%- endset -%}
    {%- for database, schema, table in run_query(query).rows if database == state -%}
        {{ return(api.Relation.create(database=database, schema=schema, identifier=table)) }}
    {%- endfor -%}
    {{ return(name) }}
{% endmacro %}

{#- A catalog of Spark has the schemas of the target and those of the state. -#}
{% macro spark__raw_relation(name) %}
    {{ return(name) }}
{% endmacro %}

{% macro database_of_state() %}
    {%- for node in (graph.nodes or {}).values()
        if node.defer_relation and node.database == target.database
        and node.defer_relation.database != target.database -%}
        {{ return(node.defer_relation.database) }}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}

{#- As named in the mapping, for error messages. -#}
{% macro origin_of(input) %}
    {{ return(
        input.get('location') or input.get('relation') or input.get('model')
        or input.get('source')
    ) }}
{% endmacro %}

{#- The whole joined row is one column, so equal names on both sides never collide. -#}
{% macro join_rows(rows, place, name, join) %}
    {%- set keys = [] -%}
    {%- set their_keys = [] -%}
    {%- set pairs = [] -%}
    {%- for ours, theirs in keys_of_join(join).items() -%}
        {%- do keys.append('joined_key_' ~ loop.index) -%}
        {%- do their_keys.append(clean_text(theirs) ~ ' as ' ~ keys[-1]) -%}
        {%- do pairs.append(clean_text(ours) ~ ' = joined_rows.' ~ keys[-1]) -%}
    {%- endfor -%}
    {%- set sentence -%}
        'inputs.{{ place }} has more than one row of ' || repeated_keys.repeated_keys
        || '. Add what tells them apart to on, or join a file with one row per key.'
    {%- endset -%}
    {%- set joined -%}
(
    with joined_table_rows as (
        select
            {{ their_keys | join(',\n            ') }},
            {{ row_of('joined_table') }} as joined_row
        from {{ rows_of(place, join) }} as joined_table
    ),
    joined_rows as (
        select
            {{ keys | join(', ') }},
            any_value(joined_row) as joined_row
        from joined_table_rows
        group by {{ keys | join(', ') }}
    ),
    first_repeated_keys as (
        select
            -- Customers may be joined by their e-mail addresses: never show one.
            case
                when concat_ws(' ', {{ keys | join(', ') }}) like '%@%' then '(hidden)'
                else concat_ws(' and ', {{ keys | join(', ') }})
            end || ' ('
                || cast(count(*) as {{ dbt.type_string() }}) || ' rows)' as repeated_key
        from joined_table_rows
        where {{ keys | join(' is not null and ') }} is not null
        group by {{ keys | join(', ') }}
        having count(*) > 1
        order by repeated_key
        limit 5
    ),
    repeated_keys as (
        select {{ dbt.listagg('repeated_key', "', '") }} as repeated_keys
        from first_repeated_keys
    )
    select
        mapped_rows.*,
        case
            when repeated_keys.repeated_keys <> '' then {{ stop_with(sentence) }}
            else joined_rows.joined_row
        end as {{ name }}
    from {{ rows }} as mapped_rows
    cross join repeated_keys
    left join joined_rows on {{ pairs | join(' and ') }}
)
    {%- endset -%}
    {{ return(joined) }}
{% endmacro %}

{#- YAML reads an unquoted `on` as true. -#}
{% macro keys_of_join(join) %}
    {{ return(join.get('on') or join.get(true) or {}) }}
{% endmacro %}

{% macro row_of(table) -%}
    {{ adapter.dispatch('row_of')(table) }}
{%- endmacro %}

{% macro duckdb__row_of(table) -%}
    {{ table }}
{%- endmacro %}

{% macro spark__row_of(table) -%}
    struct({{ table }}.*)
{%- endmacro %}
