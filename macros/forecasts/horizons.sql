{#- In days: the short and the long one. -#}
{% macro forecast_horizons() %}
    {{ return([91, setting('forecast_days')]) }}
{% endmacro %}

{% macro horizons() -%}
    (
        values
        {%- for days in forecast_horizons() | unique %}
        ({{ days }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as horizons (horizon_days)
{%- endmacro %}

{#- A column of the short or the long horizon. -#}
{% macro by_horizon(short_column, long_column) -%}
    case
        when horizons.horizon_days = {{ forecast_horizons()[1] }} then {{ long_column }}
        else {{ short_column }}
    end
{%- endmacro %}

{#- As a model is built, the dates that it lacks: what is computed per date and then
    joined is computed for these alone. -#}
{% macro is_missing(column) -%}
    {%- if not is_building() -%}
        {{ return('1 = 1') }}
    {%- endif -%}
    {{ return(is_one_of(column, as_of_plan(load_cached_relation(this)).missing_dates)) }}
{%- endmacro %}

{% macro is_building() %}
    {{ return(
        execute
        and flags.WHICH in ['run', 'build']
        and model.resource_type == 'model'
        and not flags.EMPTY
        and not var('only_plan', false)
    ) }}
{% endmacro %}

{#- From 0 to 1, the same on every engine and in every build. -#}
{% macro place_in_sample(id) -%}
    {{ adapter.dispatch('place_in_sample')(id) }}
{%- endmacro %}

{% macro duckdb__place_in_sample(id) -%}
    cast(concat('0x', left(md5({{ id }}), 8)) as bigint) / 4294967296.0
{%- endmacro %}

{% macro spark__place_in_sample(id) -%}
    cast(conv(left(md5({{ id }}), 8), 16, 10) as bigint) / 4294967296.0
{%- endmacro %}
